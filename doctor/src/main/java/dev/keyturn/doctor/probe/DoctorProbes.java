package dev.keyturn.doctor.probe;

import dev.keyturn.port.Account;
import dev.keyturn.port.Mailer;

/**
 * All that doctor looks at. Nothing behind it writes.
 *
 * @param region in which the function is looked for
 */
public record DoctorProbes(
    String region,
    Account account,
    Mailer post,
    Grants grants,
    Outgoing outgoing,
    BucketSettings storeroom,
    IamDirectory staff,
    Triggers timetable) {}
