package dev.keyturn.policy;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord.Dated;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.Deactivating;
import dev.keyturn.facts.RotationRecord.Deleting;
import dev.keyturn.facts.RotationRecord.None;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.Stored;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.facts.RotationRecord.Unreadable;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Remedy.BringBack;
import dev.keyturn.policy.Remedy.ClearRecord;
import dev.keyturn.policy.Remedy.Hint;
import dev.keyturn.policy.Remedy.ReplaceKey;
import dev.keyturn.policy.Remedy.RewriteRecord;
import dev.keyturn.policy.Remedy.RunByHand;
import dev.keyturn.policy.Remedy.WithdrawOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** What {@code keyturn undo} and {@code keyturn mend} can do about a user; pure. */
public final class Remedies {
  private Remedies() {}

  /** How to activate an old key again that was deactivated, or to withdraw an order. */
  public static Remedy undo(Facts user, Policy policy, LocalDate today) {
    return (user.record() instanceof None ? ordered(user) : Optional.<AccessKey>empty())
        .map(key -> withdraw(user, key, policy, today))
        .orElseGet(() -> undo(user));
  }

  /** The key of an order that has not begun. */
  private static Optional<AccessKey> ordered(Facts user) {
    return user.keys().stream()
        .filter(key -> user.evidence().notes().order(key.id()).isPresent())
        .findFirst();
  }

  private static Remedy withdraw(Facts user, AccessKey key, Policy policy, LocalDate today) {
    if (ExposedKeys.orders(user, policy, today)) {
      return new Hint(
          "ON_EXPOSED=rotate orders to replace %s while AWS reports it as exposed. To prevent that, exempt %s, or deactivate the key by hand."
              .formatted(key.id(), user.user()));
    }
    Notes.Order order = user.evidence().notes().order(key.id()).orElseThrow();
    return new WithdrawOrder(
        key.id(),
        "Withdraws the order of %s to replace %s. It has not begun, so no key is changed.%s"
            .formatted(
                order.day(),
                key.id(),
                order.compromised() && key.active()
                    ? " %s stays active: a stranger who has it can use it.".formatted(key.id())
                    : ""));
  }

  private static Remedy undo(Facts user) {
    if (!(user.owner() instanceof Owner.At)) {
      return new Hint(
          user.user()
              + " has no address, and Keyturn never changes a user without one. Set the address tag"
              + " first.");
    }
    return switch (user.record()) {
      case None _ -> new Hint("No key of " + user.user() + " is being retired.");
      case Unreadable unreadable ->
          new Hint(
              "The record cannot be read (%s). See keyturn mend %s."
                  .formatted(unreadable.why(), user.user().operand()));
      case Rotating _, Stored _ ->
          new Hint("The rotation has not delivered the new key yet; the next run does that.");
      case Dated record -> undo(user, record);
      case Rotated record -> undo(user, record);
      case Deactivating record -> undo(user, record);
      case Deactivated record -> undo(user, record);
      case Deleting record -> undo(user, record);
    };
  }

  private static Remedy undo(Facts user, UnderWay record) {
    KeyId oldKey = record.oldKey();
    return user.key(oldKey)
        .map(
            key ->
                switch (key.status()) {
                  case ACTIVE ->
                      new Hint(
                          "The old key %s is active: there is nothing to undo.".formatted(oldKey));
                  case EXPIRED ->
                      new Hint(
                          "The old key %s has expired; AWS does not reactivate expired keys."
                              .formatted(oldKey));
                  case INACTIVE -> bringBack(user, oldKey);
                })
        .orElseGet(
            () ->
                new RunByHand(
                    "The old key %s is deleted, and a deleted key cannot be restored. A new key:"
                        .formatted(oldKey),
                    createKey(user),
                    ""));
  }

  private static Remedy bringBack(Facts user, KeyId oldKey) {
    if (user.evidence().notes().isRetired(oldKey)) {
      return new BringBack(
          oldKey,
          "Activates the unused key %s again, notifies the owner, and clears the record. It counts as used today."
              .formatted(oldKey));
    }
    boolean another = user.keysBut(oldKey).stream().anyMatch(AccessKey::active);
    String text =
        another
            ? "Activates the old key %s again and notifies the owner. Its grace of DEACTIVATE_DAYS starts again today."
                .formatted(oldKey)
            : "Activates the old key %s again, notifies the owner, and clears the record: it is the only key that works, and ages like any other."
                .formatted(oldKey);
    return new BringBack(
        oldKey,
        user.evidence().notes().isCompromised(oldKey)
            ? "%s is compromised: a stranger who has it can use it again. This ends the order to replace it. %s"
                .formatted(oldKey, text)
            : text);
  }

  /** What releases a held user. */
  public static Remedy mend(Facts user, Hold hold, LocalDate today, Setup setup) {
    UserAdvice advice = new UserAdvice(user, setup);
    return switch (hold.reason()) {
      case EXPOSED -> advice.endExposure();
      case QUARANTINED -> advice.answerExposure();
      case UNREADABLE_RECORD -> unreadable(user, today, advice);
      case NO_WORKING_KEY -> noWorkingKey(user);
      case NEVER_FETCHED -> neverFetched(user);
      case WRONG_KEY_OFF ->
          new ClearRecord(
              "Clears the record: the old key counts as the user's own again. The inactive key"
                  + " takes the room for a new one, so its owner is asked to remove it.");
      case ADDRESS_GONE, ADDRESS_INVALID -> advice.setAddress();
      case NO_ROOM_FOR_TAGS -> advice.makeRoom();
      case ADDRESS_SUPPRESSED -> advice.takeOffList();
      case CANNOT_FETCH -> advice.letFetch();
      case EXEMPT, UNREADABLE_EXEMPTION -> advice.endExemption();
      case STILL_IN_USE ->
          new Hint(
              "Its owner must move what uses the old key to the new one. It is deactivated when it"
                  + " has been silent for more than three days, or when IN_USE_GRACE_DAYS are"
                  + " over.");
      case NOT_OVERDUE ->
          new ClearRecord(
              "Clears the record, which asks for a new key too early. No key is changed. Find out"
                  + " who wrote it: only Keyturn should.");
      case NEW_KEY_TOO_YOUNG ->
          new Hint(
              "It ends by itself when the new key is older than DEACTIVATE_DAYS. If no key is to be"
                  + " retired, clear the two tags of the record.");
      case REACTIVATED_AGAIN -> reactivatedAgain(user, today);
      case SUCCESSOR_UNPROVEN ->
          new ClearRecord(
              "Clears the record: both keys count as the user's own, and the owner is asked to"
                  + " remove one. If the rotation is real (another tool began it, or Keyturn's"
                  + " notes were lost), wait instead: the old key is deactivated once it is overdue"
                  + " and has been silent for more than three days. If no one here began it, find"
                  + " out who wrote the record.");
      case FILE_UNPROVEN -> advice.proveFile();
      case NOTES_UNREADABLE ->
          new Hint(
              "Let Keyturn read and write its notes: s3:GetObject and s3:PutObject on "
                  + setup.layout().key(BucketPaths.STATE)
                  + "* of the bucket.");
      case SEVERAL_NEW_KEYS ->
          new Hint(
              "Several keys could be the new one. Ask the owner which of them is not used anywhere,"
                  + " and delete it.");
      case FOREIGN_DOMAIN -> advice.setAddress();
      case EXEMPTION_TOO_LONG -> advice.endExemption();
      case BUCKET_UNCLEAR, MAIL_UNAVAILABLE ->
          new Hint("This holds up all new keys alike. The report and keyturn doctor say why.");
      case CHANGED_MEANWHILE, READ_FAILED ->
          new Hint("The next run looks again; there is nothing to mend.");
    };
  }

  /** In any phase: the old key is inactive, and no run continues the rotation. */
  private static Remedy noWorkingKey(Facts user) {
    return user.record() instanceof UnderWay record ? undo(user, record) : undo(user);
  }

  private static Remedy unreadable(Facts user, LocalDate today, UserAdvice advice) {
    if (!(user.owner() instanceof Owner.At)) {
      return advice.setAddress();
    }
    return user.record() instanceof UnderWay record
        ? new RewriteRecord(
            from(record, today),
            "Writes the record again with today's date, because its date is in the future. Grace"
                + " periods count from today.")
        : new ClearRecord(
            "Clears the record. Keyturn then knows of no rotation: if there are two keys, both"
                + " count as the user's own, and the owner is asked to remove one.");
  }

  /** The same phase with today's date, or the phase before a step that was not completed. */
  private static UnderWay from(UnderWay record, LocalDate today) {
    KeyId oldKey = record.oldKey();
    return switch (record) {
      case Rotating _ -> new Rotating(midnight(today), oldKey);
      case Stored _ -> new Stored(midnight(today), oldKey);
      case Dated _, Rotated _, Deactivating _ -> new Rotated(today, oldKey);
      case Deactivated _, Deleting _ -> new Deactivated(today, oldKey);
    };
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Keyturn does not know what reactivates the key; an administrator must find out. */
  private static Remedy reactivatedAgain(Facts user, LocalDate today) {
    if (!(user.record() instanceof UnderWay record)) {
      throw new IllegalStateException("reactivated without a rotation");
    }
    return new RewriteRecord(
        new Rotated(today, record.oldKey()),
        "Counts the grace of the old key %s again from today. First find out what activates it, such as Terraform or its owner; otherwise it is activated again, and the next report says so."
            .formatted(record.oldKey()));
  }

  private static Remedy neverFetched(Facts user) {
    if (!(user.record() instanceof UnderWay record)) {
      throw new IllegalStateException("never fetched without a rotation");
    }
    if (user.key(record.oldKey()).filter(AccessKey::active).isEmpty()) {
      return new RunByHand(
          "The old key does not work, so the new one is not changed. Make another by hand:",
          createKey(user),
          "");
    }
    List<AccessKey> others = user.keysBut(record.oldKey());
    KeyId newKey =
        others.stream()
            .filter(AccessKey::active)
            .reduce((_, last) -> last)
            .orElseGet(others::getLast)
            .id();
    return new ReplaceKey(
        record.oldKey(),
        newKey,
        "Deletes the new key %s, which was never used and whose file is gone, makes another, stores its file, and mails the owner. The old key %s keeps working, and its grace starts again."
            .formatted(newKey, record.oldKey()));
  }

  private static String createKey(Facts user) {
    return "aws iam create-access-key " + user.user().option();
  }
}
