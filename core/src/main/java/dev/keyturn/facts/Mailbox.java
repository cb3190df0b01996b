package dev.keyturn.facts;

/** Whether mails to an address are delivered at all, as far as SES tells. */
public sealed interface Mailbox {
  /** Nothing is known against it. */
  record Open() implements Mailbox {}

  /**
   * The address is on the account's suppression list: SES accepts mails to it and sends none (SES
   * developer guide, "Using the Amazon SES account-level suppression list").
   *
   * @param reason in SES's words: {@code BOUNCE} or {@code COMPLAINT}
   */
  record Suppressed(String reason) implements Mailbox {}

  /** The answer could not be had, which says nothing of the address. */
  record Unknown(String why) implements Mailbox {}
}
