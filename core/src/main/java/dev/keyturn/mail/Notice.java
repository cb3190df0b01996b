package dev.keyturn.mail;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.SeenKey.Sighting;
import java.time.LocalDate;
import java.util.List;

/**
 * Something that an owner is told, one record for each kind of mail. All days are in UTC and still
 * to come.
 */
public sealed interface Notice {
  UserName user();

  /** A key is past the warning age. Unless its owner acts, it is replaced on or after a day. */
  record Warned(UserName user, SeenKey key, LocalDate replacedOn) implements Notice {}

  /**
   * A key is past the warning age and cannot be replaced, because the user already has two keys:
   * both active, or one of them inactive. The owner is asked to remove one.
   *
   * @param keys all keys of the user, oldest first
   * @param ageing those past the warning age
   */
  record SlotsTaken(UserName user, List<SeenKey> keys, List<KeyId> ageing) implements Notice {
    public SlotsTaken {
      keys = List.copyOf(keys);
      ageing = List.copyOf(ageing);
    }
  }

  /**
   * A new key was made and waits in a file; the old one is deactivated on or after a day.
   *
   * @param newKeyUse whether the new key is in use already, as it may be where this mail is late
   */
  record Replaced(
      UserName user,
      SeenKey oldKey,
      KeyId newKey,
      Sighting newKeyUse,
      FilePlace file,
      LocalDate deactivatedOn)
      implements Notice {}

  /** As {@link Replaced}, where the old key is gone already by its owner's own hand. */
  record ReplacedAfterwards(UserName user, KeyId oldKey, KeyId newKey, FilePlace file)
      implements Notice {}

  /**
   * The new key was never used and its file is gone; the old one is deactivated on or after a day
   * all the same.
   */
  record NeverFetched(UserName user, SeenKey oldKey, KeyId newKey, LocalDate deactivatedOn)
      implements Notice {}

  /**
   * The old key should be off by now and is still in use; it is deactivated on or after a day,
   * sooner if it falls silent.
   */
  record StillInUse(UserName user, SeenKey oldKey, SeenKey newKey, LocalDate deactivatedOn)
      implements Notice {}

  /** The old key was deactivated; it is deleted on or after a day. */
  record Deactivated(UserName user, SeenKey oldKey, LocalDate deletedOn) implements Notice {}

  /** The old key was deleted. */
  record Deleted(UserName user, KeyId oldKey) implements Notice {}

  /** The owner deactivated the new key and kept the old one active. */
  record WrongKeyOff(UserName user, SeenKey oldKey, List<SeenKey> newKeys) implements Notice {
    public WrongKeyOff {
      newKeys = List.copyOf(newKeys);
    }
  }

  /** The owner activated the old key again; it is deactivated once more on or after a day. */
  record Reactivated(UserName user, SeenKey oldKey, SeenKey newKey, LocalDate deactivatedOn)
      implements Notice {}

  /** An administrator switched the old key on again. */
  record BroughtBack(UserName user, SeenKey oldKey, Next next) implements Notice {

    /** What becomes of the old key now. */
    public sealed interface Next {
      /** It is deactivated once more on or after a day, for this key is to be used. */
      record Deactivated(SeenKey newKey, LocalDate on) implements Next {}

      /** It is the only key, and ages like any other. */
      record Kept() implements Next {}
    }
  }
}
