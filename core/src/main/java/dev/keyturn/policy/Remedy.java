package dev.keyturn.policy;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.RotationRecord.UnderWay;

/** What an administrator can do about a user, with consent. */
public sealed interface Remedy {

  /** Keyturn cannot help: the text says why, or what a person can do. */
  sealed interface Advice extends Remedy {
    /** All of it, as sentences. */
    String text();
  }

  /** Advice without a command. */
  record Hint(String text) implements Advice {}

  /**
   * Nothing is left for Keyturn to do: the text says what was done, and what a person still does.
   */
  record Already(String text) implements Advice {}

  /**
   * A command for a person.
   *
   * @param before introduces the command; ends with a colon
   * @param after what else a person can do, on a line of its own; may be empty
   */
  record RunByHand(String before, String command, String after) implements Advice {
    @Override
    public String text() {
      return before + " " + command + (after.isEmpty() ? "" : "\n" + after);
    }
  }

  /** A change that Keyturn makes if the administrator consents. */
  sealed interface Change extends Remedy {
    /** What it changes and what happens next, in one or more sentences. */
    String text();
  }

  /** Reactivate the old key, with a new grace period. */
  record BringBack(KeyId oldKey, String text) implements Change {}

  /** Clear the rotation record: remove both tags. */
  record ClearRecord(String text) implements Change {}

  /** Write this record instead of the present one. */
  record RewriteRecord(UnderWay record, String text) implements Change {}

  /** Delete the new key, which was never used, then create and deliver another. */
  record ReplaceKey(KeyId oldKey, KeyId newKey, String text) implements Change {}

  /** Withdraw the order to replace a key, which has not begun. */
  record WithdrawOrder(KeyId oldKey, String text) implements Change {}

  /** Replace a key ahead of schedule. */
  record Order(KeyId oldKey, boolean compromised, String text) implements Change {}
}
