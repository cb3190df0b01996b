package dev.keyturn.mail;

import dev.keyturn.facts.EmailAddress;
import java.time.LocalDate;

/** Puts digests into words. */
@FunctionalInterface
public interface Newsroom {
  /** The mail that tells administrators what a run did on a day, in UTC. */
  Mail write(EmailAddress to, Digest digest, LocalDate today);
}
