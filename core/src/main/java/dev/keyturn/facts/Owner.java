package dev.keyturn.facts;

/** The owner of a user's keys, from the address tag. */
public sealed interface Owner {
  /** The user has no address tag: Keyturn does not manage this user. */
  record None() implements Owner {}

  /** The tag's value is not an address. */
  record Unreachable(String tagValue) implements Owner {}

  record At(EmailAddress address) implements Owner {}

  /** Reads the value of an address tag. */
  static Owner of(String tagValue) {
    return EmailAddress.of(tagValue.strip())
        .<Owner>map(At::new)
        .orElseGet(() -> new Unreachable(tagValue));
  }
}
