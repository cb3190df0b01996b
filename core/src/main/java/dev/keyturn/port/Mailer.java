package dev.keyturn.port;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.mail.Mail;

/** Sends mails to owners. */
public interface Mailer {
  /**
   * Mails per second if SES does not report its limit. An account outside of SES's sandbox usually
   * has at least 14; one in it has 1, and SES's throttling then slows mails down.
   */
  double USUAL_RATE = 5;

  /** Whether mails can be sent from the sender's address. Never throws. */
  Answer check();

  /** Whether mails to an address are delivered. Never throws. */
  Mailbox mailbox(EmailAddress address);

  /**
   * SES's sending limits of the account. From then on mails are sent at that rate; without an
   * answer, at a default rate. Never throws.
   */
  Allowance allowance();

  /**
   * Sends a mail, at least once; returns when it was accepted for delivery.
   *
   * @throws PortFailure if the mail was not accepted, or may not have been
   */
  void send(Mail mail);
}
