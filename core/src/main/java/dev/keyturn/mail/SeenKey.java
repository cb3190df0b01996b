package dev.keyturn.mail;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.LastUse;

/** A key and what is known of its last use. */
public record SeenKey(AccessKey key, Sighting sighting) {

  /** A last use, or that it could not be read; the mail says which. */
  public sealed interface Sighting {
    record Known(LastUse use) implements Sighting {}

    record Unknown() implements Sighting {}
  }
}
