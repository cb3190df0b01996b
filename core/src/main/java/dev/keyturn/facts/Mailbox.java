package dev.keyturn.facts;

/** Whether SES delivers mails to an address. */
public sealed interface Mailbox {
  /** SES knows of no problem. */
  record Open() implements Mailbox {}

  /**
   * The address is on the account's suppression list: SES accepts mails to it and sends none (SES
   * developer guide, "Using the Amazon SES account-level suppression list").
   *
   * @param reason in SES's words: {@code BOUNCE} or {@code COMPLAINT}
   */
  record Suppressed(String reason) implements Mailbox {}

  /** The answer is missing, which says nothing about the address. */
  record Unknown(String why) implements Mailbox {}
}
