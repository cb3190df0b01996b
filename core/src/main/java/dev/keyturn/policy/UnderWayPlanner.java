package dev.keyturn.policy;

import static dev.keyturn.policy.Reason.Clear.NEW_KEY_GONE;
import static dev.keyturn.policy.Reason.Clear.NO_OTHER_ACTIVE_KEY;
import static dev.keyturn.policy.Reason.Clear.OLD_KEY_GONE;
import static dev.keyturn.policy.Reason.Clear.OWN_KEY;
import static dev.keyturn.policy.Reason.Deactivate.RESUME_DEACTIVATION;
import static dev.keyturn.policy.Reason.Deactivate.TURNED_OFF_BY_OWNER;
import static dev.keyturn.policy.Reason.Delete.RESUME_DELETION;
import static dev.keyturn.policy.Reason.Delete.RETENTION_OVER;
import static dev.keyturn.policy.Reason.Hold.NEVER_FETCHED;
import static dev.keyturn.policy.Reason.Hold.NOTES_UNREADABLE;
import static dev.keyturn.policy.Reason.Hold.NO_WORKING_KEY;
import static dev.keyturn.policy.Reason.Hold.REACTIVATED_AGAIN;
import static dev.keyturn.policy.Reason.Hold.SUCCESSOR_UNPROVEN;
import static dev.keyturn.policy.Reason.Hold.WRONG_KEY_OFF;
import static dev.keyturn.policy.Reason.Nothing.GRACE_RUNS;
import static dev.keyturn.policy.Reason.Nothing.RETENTION_RUNS;
import static dev.keyturn.policy.Reason.Rotate.RESUME_ANNOUNCE;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Evidence.Finding.NewKey;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.RotationRecord.Dated;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.Deactivating;
import dev.keyturn.facts.RotationRecord.Deleting;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.Stored;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.DeletionStep;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The rows for users with a rotation: by the record, then by the keys. */
final class UnderWayPlanner {
  private UnderWayPlanner() {}

  static Decision decide(Facts user, UnderWay record, Policy policy, LocalDate today) {
    return UnusedKeys.underWay(user, record, policy, today)
        .orElseGet(() -> rotation(user, record, policy, today));
  }

  private static Decision rotation(Facts user, UnderWay record, Policy policy, LocalDate today) {
    return switch (record) {
      case Rotating rotating -> RotatingPlanner.decide(user, rotating, policy, today);
      case Stored stored -> stored(user, stored, policy, today);
      case Dated dated -> dated(user, dated, policy, today);
      case Rotated rotated -> rotated(user, rotated, policy, today);
      case Deactivating deactivating -> deactivating(user, deactivating, policy, today);
      case Deactivated deactivated -> deactivated(user, deactivated, policy, today);
      case Deleting deleting -> deleting(user, deleting, policy, today);
    };
  }

  private static Decision stored(Facts user, Stored record, Policy policy, LocalDate today) {
    return switch (Pair.of(user, record)) {
      case Pair.NoneActive _ -> new Hold(NO_WORKING_KEY);
      case Pair.OldAlone _ -> new Clear(NEW_KEY_GONE);
      case Pair.OldGone gone when gone.others().isEmpty() -> new Clear(OLD_KEY_GONE);
      case Pair.OldGone _, Pair.BothOn _, Pair.NewOn _, Pair.NewOff _ ->
          notifyOwner(user, record, user.keysBut(record.oldKey()).getLast(), policy, today);
    };
  }

  /** No mail asks an owner to fetch a file that does not exist. */
  private static Decision notifyOwner(
      Facts user, Stored record, AccessKey newKey, Policy policy, LocalDate today) {
    return user.evidence()
        .ofNewKey(newKey.id())
        .map(seen -> notifyOwner(user, record, newKey, seen, policy, today))
        .orElseGet(() -> new Look(RESUME_ANNOUNCE, new Question.OfNewKey(newKey.id())));
  }

  private static Decision notifyOwner(
      Facts user, Stored record, AccessKey newKey, NewKey seen, Policy policy, LocalDate today) {
    Notes notes = user.evidence().notes();
    if (seen.obtainable()) {
      // Without a file, an owner who uses the key is no proof that Keyturn made it.
      boolean proven = seen.file().plausible() || notes.file(newKey.id()).isPresent();
      return proven
          ? new Rotate(RESUME_ANNOUNCE, record.oldKey(), new Stage.Notify(newKey.id()))
          : notes.known() ? new Clear(OWN_KEY) : new Hold(NOTES_UNREADABLE);
    }
    if (!notes.created(newKey, record.oldKey())) {
      return new Hold(
          notes.known() ? SUCCESSOR_UNPROVEN : NOTES_UNREADABLE,
          "Keyturn has not noted that it stored %s, which was never used".formatted(newKey.id()));
    }
    return Pair.of(user, record) instanceof Pair.BothOn
            && record.rotating().fits(newKey)
            && notes.neverAnnounced(newKey.id())
        ? Justified.toReplace(user, record.rotating(), newKey, policy, today)
        : new Hold(NEVER_FETCHED);
  }

  /**
   * A plain date means {@code rotated}, unless the old key is inactive and the date is later than a
   * rotation of the new key allows: then another tool wrote it at the deactivation.
   */
  private static Decision dated(Facts user, Dated record, Policy policy, LocalDate today) {
    return Pair.of(user, record) instanceof Pair.NewOn on
            && days(on.newKey().createdOn(), record.day()) > policy.deactivateDays()
        ? deactivated(user, new Deactivated(record.day(), record.oldKey()), policy, today)
        : rotated(user, new Rotated(record.day(), record.oldKey()), policy, today);
  }

  private static Decision rotated(Facts user, Rotated record, Policy policy, LocalDate today) {
    return switch (Pair.of(user, record)) {
      case Pair.OldGone _ -> new Clear(OLD_KEY_GONE);
      case Pair.OldAlone _ -> new Clear(NEW_KEY_GONE);
      case Pair.NoneActive _ -> new Hold(NO_WORKING_KEY);
      case Pair.NewOff _ -> new Hold(WRONG_KEY_OFF);
      case Pair.NewOn _ ->
          new Deactivate(TURNED_OFF_BY_OWNER, record.oldKey(), DeactivationStep.RECORDING);
      case Pair.BothOn both -> grace(user, record, both.newKey(), policy, today);
    };
  }

  private static Decision grace(
      Facts user, Rotated record, AccessKey newKey, Policy policy, LocalDate today) {
    return Justified.toShutOut(user, record.oldKey(), newKey)
        .orElseGet(
            () ->
                days(record.day(), today) <= policy.deactivateDays()
                    ? new Nothing(GRACE_RUNS)
                    : Retirement.decide(user, record, newKey, policy, today));
  }

  private static Decision deactivating(
      Facts user, Deactivating record, Policy policy, LocalDate today) {
    return switch (Pair.of(user, record)) {
      case Pair.OldGone _ -> new Clear(OLD_KEY_GONE);
      case Pair.OldAlone _ -> new Clear(NEW_KEY_GONE);
      case Pair.NoneActive _ -> new Hold(NO_WORKING_KEY);
      case Pair.NewOff _ -> new Clear(NO_OTHER_ACTIVE_KEY);
      case Pair.NewOn _ ->
          new Deactivate(RESUME_DEACTIVATION, record.oldKey(), DeactivationStep.NOTIFYING);
      case Pair.BothOn both ->
          Justified.toShutOut(user, record.oldKey(), both.newKey())
              .orElseGet(() -> Retirement.decide(user, record, both.newKey(), policy, today));
    };
  }

  private static Decision deactivated(
      Facts user, Deactivated record, Policy policy, LocalDate today) {
    return switch (Pair.of(user, record)) {
      case Pair.OldGone _ -> new Clear(OLD_KEY_GONE);
      case Pair.OldAlone _ -> new Clear(NEW_KEY_GONE);
      case Pair.NoneActive _ -> new Hold(NO_WORKING_KEY);
      case Pair.NewOff _ -> new Hold(WRONG_KEY_OFF);
      case Pair.BothOn _ -> reactivated(user, record);
      case Pair.NewOn _ -> retention(user, record, policy, today);
    };
  }

  static Decision retention(Facts user, Deactivated record, Policy policy, LocalDate today) {
    return days(record.day(), today) > policy.deletionDays()
        ? delete(user, new Delete(RETENTION_OVER, record, DeletionStep.DELETING), policy, today)
        : new Nothing(RETENTION_RUNS);
  }

  private static Decision deleting(Facts user, Deleting record, Policy policy, LocalDate today) {
    return switch (Pair.of(user, record)) {
      case Pair.OldGone _ -> new Delete(RESUME_DELETION, record, DeletionStep.NOTIFYING);
      case Pair.OldAlone _ -> new Clear(NEW_KEY_GONE);
      case Pair.NoneActive _ -> new Hold(NO_WORKING_KEY);
      case Pair.NewOff _ -> new Hold(WRONG_KEY_OFF);
      case Pair.BothOn _ -> reactivated(user, record);
      case Pair.NewOn _ ->
          delete(user, new Delete(RESUME_DELETION, record, DeletionStep.DELETING), policy, today);
    };
  }

  /**
   * The owner may reactivate a key once; more often, a tool does it and each round is an outage.
   */
  private static Decision reactivated(Facts user, UnderWay record) {
    int before = user.evidence().notes().timesReactivated(record.oldKey());
    return before == 0
        ? new RestartGrace(record.oldKey())
        : new Hold(
            REACTIVATED_AGAIN,
            "%s was activated again after a grace of its own".formatted(record.oldKey()));
  }

  /** Days count from when Keyturn itself first saw the key inactive, whatever the record says. */
  static Decision delete(Facts user, Delete delete, Policy policy, LocalDate today) {
    Notes notes = user.evidence().notes();
    if (!notes.known()) {
      return new Hold(NOTES_UNREADABLE);
    }
    return notes
        .inactiveSince(delete.record().oldKey(), today)
        .filter(since -> days(since, today) > policy.deletionDays())
        .<Decision>map(_ -> delete)
        .orElseGet(() -> new Nothing(RETENTION_RUNS));
  }

  private static long days(LocalDate from, LocalDate to) {
    return ChronoUnit.DAYS.between(from, to);
  }

  /** The states of the old key and the user's other keys. */
  sealed interface Pair {
    /** No key of the user has the recorded id. */
    record OldGone(List<AccessKey> others) implements Pair {}

    /** The old key is active and the user has no other. */
    record OldAlone() implements Pair {}

    /** The old key is inactive and no other one is active. */
    record NoneActive() implements Pair {}

    /** The old key is active, the others are not. */
    record NewOff() implements Pair {}

    /** The old key is inactive; this is the newest active one. */
    record NewOn(AccessKey newKey) implements Pair {}

    /** The old key is active; this is the newest active one beside it. */
    record BothOn(AccessKey newKey) implements Pair {}

    static Pair of(Facts user, UnderWay record) {
      List<AccessKey> others = user.keysBut(record.oldKey());
      List<AccessKey> active = others.stream().filter(AccessKey::active).toList();
      return user.key(record.oldKey())
          .<Pair>map(
              old -> {
                if (!active.isEmpty()) {
                  return old.active() ? new BothOn(active.getLast()) : new NewOn(active.getLast());
                }
                if (!old.active()) {
                  return new NoneActive();
                }
                return others.isEmpty() ? new OldAlone() : new NewOff();
              })
          .orElseGet(() -> new OldGone(others));
    }
  }
}
