package dev.keyturn.doctor.probe;

import dev.keyturn.port.Account;
import dev.keyturn.port.Mailer;

/**
 * Everything that doctor reads. No probe writes.
 *
 * @param region in which the function is expected
 */
public record DoctorProbes(
    String region,
    Account account,
    Mailer mailer,
    Grants grants,
    Outgoing outgoing,
    BucketSettings bucketSettings,
    IamDirectory directory,
    Triggers triggers) {}
