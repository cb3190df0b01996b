package dev.keyturn.doctor;

import dev.keyturn.run.Account;
import dev.keyturn.run.Post;

/**
 * All that doctor looks at. Nothing behind it writes.
 *
 * @param region in which the function is looked for
 */
public record Premises(
    String region,
    Account account,
    Post post,
    Grants grants,
    Outgoing outgoing,
    Storeroom storeroom,
    Staff staff,
    Timetable timetable) {}
