package dev.keyturn.mail;

import dev.keyturn.facts.EmailAddress;
import java.time.LocalDate;

/** Writes the mail for a digest. */
@FunctionalInterface
public interface DigestWriter {
  /** The mail that tells administrators what a run did today, in UTC. */
  Mail write(EmailAddress to, Digest digest, LocalDate today);
}
