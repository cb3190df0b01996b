package dev.keyturn.mail;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.LastUse;

/** A key and what could be learnt of its last use. */
public record SeenKey(AccessKey key, Sighting sighting) {

  /**
   * What could be learnt of a last use, or that it could not be read, which a mail must then say.
   */
  public sealed interface Sighting {
    record Known(LastUse use) implements Sighting {}

    record Unknown() implements Sighting {}
  }
}
