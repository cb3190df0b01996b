package dev.keyturn.port;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.mail.Mail;

/** The way to owners. */
public interface Mailer {

  /** Whether mails can be sent from the sender's address. Never throws. */
  Answer check();

  /** Whether mails to an address are delivered. Never throws. */
  Mailbox mailbox(EmailAddress address);

  /**
   * What SES lets the account send. From then on mails go at that rate; where it was not asked or
   * cannot be told, at a usual one. Never throws.
   */
  Allowance allowance();

  /**
   * Sends a mail, at least once; returns when it was accepted for delivery.
   *
   * @throws PortFailure if it was not, or may not have been
   */
  void send(Mail mail);
}
