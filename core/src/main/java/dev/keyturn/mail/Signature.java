package dev.keyturn.mail;

import dev.keyturn.facts.EmailAddress;

/**
 * Who sends a mail, about which account, and whom a reader can ask.
 *
 * @param installation the name of this installation; each subject begins with it
 * @param account the id of the AWS account that all notices are about
 * @param partition of that account, as in ARNs: {@code aws}, {@code aws-cn} or {@code aws-us-gov}
 */
public record Signature(String installation, String account, String partition, Contact contact) {

  /** Whom a reader can ask. */
  public sealed interface Contact {
    /** The administrators, who also get the answers to the mails. */
    record Known(EmailAddress address) implements Contact {}

    /** No contact is set. */
    record None() implements Contact {}
  }
}
