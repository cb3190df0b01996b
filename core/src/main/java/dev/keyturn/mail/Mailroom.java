package dev.keyturn.mail;

import dev.keyturn.facts.EmailAddress;
import java.time.LocalDate;

/** Puts notices into words. */
public interface Mailroom {
  /** The mail that tells an owner, counting days left from today, in UTC. */
  Mail write(EmailAddress to, Notice notice, LocalDate today);
}
