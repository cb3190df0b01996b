package dev.keyturn.policy;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.RotationRecord.UnderWay;

/** What an administrator can do about a user, with consent. */
public sealed interface Remedy {

  /** Keyturn can do nothing, and this is why, or what a person can do. */
  record Advice(String text) implements Remedy {}

  /** Something that Keyturn does if it may. */
  sealed interface Deed extends Remedy {
    /** What it does and what follows, as one or more sentences. */
    String text();
  }

  /** Switch the old key on again, with a new grace. */
  record BringBack(KeyId oldKey, String text) implements Deed {}

  /** Forget the rotation: remove both tags. */
  record ClearRecord(String text) implements Deed {}

  /** Write the record anew. */
  record RewriteRecord(UnderWay record, String text) implements Deed {}

  /** Delete the new key, which nobody has used, and make and hand over another. */
  record HandOverAnew(KeyId oldKey, KeyId newKey, String text) implements Deed {}
}
