package dev.keyturn.facts;

/** Who is told about a user's keys, as the address tag has it. */
public sealed interface Owner {
  /** The user bears no address tag: nobody looks after them here. */
  record Nobody() implements Owner {}

  /** The tag holds something that is no address. */
  record Unreachable(String tagValue) implements Owner {}

  record At(EmailAddress address) implements Owner {}

  /** Reads the value of an address tag. */
  static Owner of(String tagValue) {
    String trimmed = tagValue.strip();
    return EmailAddress.isLegal(trimmed)
        ? new At(new EmailAddress(trimmed))
        : new Unreachable(tagValue);
  }
}
