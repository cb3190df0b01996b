package dev.keyturn.policy;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.RotationRecord.UnderWay;

/** What an administrator can do about a user, with consent. */
public sealed interface Remedy {

  /** Keyturn cannot help: the text says why, or what a person can do. */
  record Advice(String text) implements Remedy {}

  /** A change that Keyturn makes if the administrator consents. */
  sealed interface Deed extends Remedy {
    /** What it changes and what happens next, in one or more sentences. */
    String text();
  }

  /** Reactivate the old key, with a new grace period. */
  record BringBack(KeyId oldKey, String text) implements Deed {}

  /** Clear the rotation record: remove both tags. */
  record ClearRecord(String text) implements Deed {}

  /** Write this record instead of the present one. */
  record RewriteRecord(UnderWay record, String text) implements Deed {}

  /** Delete the new key, which was never used, then create and deliver another. */
  record ReplaceKey(KeyId oldKey, KeyId newKey, String text) implements Deed {}

  /** Replace a key ahead of schedule. */
  record Order(KeyId oldKey, boolean compromised, String text) implements Deed {}
}
