package dev.keyturn.mail;

import dev.keyturn.facts.EmailAddress;
import java.time.LocalDate;

/** Writes the mail for a notice. */
public interface NoticeWriter {
  /** The mail to the owner. Days left are counted from today, in UTC. */
  Mail write(EmailAddress to, Notice notice, LocalDate today);
}
