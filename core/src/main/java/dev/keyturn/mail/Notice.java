package dev.keyturn.mail;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.SeenKey.Sighting;
import java.time.LocalDate;
import java.util.List;

/**
 * Something that an owner is notified of: one record for each kind of mail. All days are in UTC and
 * in the future.
 */
public sealed interface Notice {
  UserName user();

  /**
   * A key is past the warning age. Unless its owner acts, it is replaced on or after {@code
   * replacedOn}.
   */
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
   * A new key was created and is stored in a file; the old key is deactivated on or after {@code
   * deactivatedOn}.
   *
   * @param newKeyUse whether the new key is in use already, which is possible if this mail is late
   */
  record Replaced(
      UserName user,
      SeenKey oldKey,
      KeyId newKey,
      Sighting newKeyUse,
      FilePlace file,
      LocalDate deactivatedOn)
      implements Notice {}

  /** The same, ahead of schedule, because an administrator ordered it. */
  record ReplacedByOrder(Replaced replaced) implements Notice {
    @Override
    public UserName user() {
      return replaced.user();
    }
  }

  /**
   * An administrator ordered to replace the old key because it is compromised; it is deactivated
   * now. The file of the new key is not for the owner to fetch: a person who has the old key could
   * fetch it, too. An administrator hands it over.
   */
  record Compromised(UserName user, KeyId oldKey, KeyId newKey) implements Notice {}

  /** As {@link Replaced}, but the owner has removed the old key already. */
  record ReplacedAfterwards(UserName user, KeyId oldKey, KeyId newKey, FilePlace file)
      implements Notice {}

  /**
   * The new key was never used and its file no longer exists; the old key is still deactivated on
   * or after {@code deactivatedOn}.
   */
  record NeverFetched(UserName user, SeenKey oldKey, KeyId newKey, LocalDate deactivatedOn)
      implements Notice {}

  /**
   * The old key is past its grace period and still in use; it is deactivated on or after {@code
   * deactivatedOn}, or sooner once it is no longer used.
   */
  record StillInUse(UserName user, SeenKey oldKey, SeenKey newKey, LocalDate deactivatedOn)
      implements Notice {}

  /** The old key was deactivated; it is deleted on or after {@code deletedOn}. */
  record Deactivated(UserName user, SeenKey oldKey, LocalDate deletedOn) implements Notice {}

  /** The same, and the old key is compromised: nothing tells its owner how to activate it again. */
  record ShutOut(Deactivated deactivated) implements Notice {
    @Override
    public UserName user() {
      return deactivated.user();
    }
  }

  /** The old key was deleted. */
  record Deleted(UserName user, KeyId oldKey) implements Notice {}

  /**
   * A key is unused. Unless its owner uses it, it is deactivated on or after {@code deactivatedOn}.
   */
  record Unused(UserName user, SeenKey key, LocalDate deactivatedOn) implements Notice {}

  /** An unused key was deactivated; it is deleted on or after {@code deletedOn}. */
  record UnusedDeactivated(UserName user, SeenKey key, LocalDate deletedOn) implements Notice {}

  /** An unused key was deleted. */
  record UnusedDeleted(UserName user, KeyId key) implements Notice {}

  /** The owner deactivated the new key and kept the old one active. */
  record WrongKeyOff(UserName user, SeenKey oldKey, List<SeenKey> newKeys) implements Notice {
    public WrongKeyOff {
      newKeys = List.copyOf(newKeys);
    }
  }

  /**
   * The owner activated the old key again; it is deactivated again on or after {@code
   * deactivatedOn}.
   */
  record Reactivated(UserName user, SeenKey oldKey, SeenKey newKey, LocalDate deactivatedOn)
      implements Notice {}

  /** An administrator activated the old key again. */
  record BroughtBack(UserName user, SeenKey oldKey, Next next) implements Notice {

    /** What happens to the old key next. */
    public sealed interface Next {
      /** It is deactivated again on or after a day; the owner is to use {@code newKey}. */
      record Deactivated(SeenKey newKey, LocalDate on) implements Next {}

      /** It ages like any other key. */
      record Kept() implements Next {}
    }
  }
}
