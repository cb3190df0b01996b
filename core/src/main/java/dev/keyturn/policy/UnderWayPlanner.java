package dev.keyturn.policy;

import static dev.keyturn.policy.Reason.GRACE_OVER;
import static dev.keyturn.policy.Reason.GRACE_RUNS;
import static dev.keyturn.policy.Reason.NEVER_FETCHED;
import static dev.keyturn.policy.Reason.NEW_KEY_GONE;
import static dev.keyturn.policy.Reason.NO_OTHER_ACTIVE_KEY;
import static dev.keyturn.policy.Reason.NO_WORKING_KEY;
import static dev.keyturn.policy.Reason.OLD_KEY_GONE;
import static dev.keyturn.policy.Reason.REACTIVATED;
import static dev.keyturn.policy.Reason.RESUME_ANNOUNCE;
import static dev.keyturn.policy.Reason.RESUME_DEACTIVATION;
import static dev.keyturn.policy.Reason.RESUME_DELETION;
import static dev.keyturn.policy.Reason.RETENTION_OVER;
import static dev.keyturn.policy.Reason.RETENTION_RUNS;
import static dev.keyturn.policy.Reason.STILL_IN_USE;
import static dev.keyturn.policy.Reason.TURNED_OFF_BY_OWNER;
import static dev.keyturn.policy.Reason.WRONG_KEY_OFF;

import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.GoneFrom;
import dev.keyturn.policy.Decision.GraceAnew;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Decision.OffFrom;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.RotationRecord.Dated;
import dev.keyturn.policy.RotationRecord.Deactivated;
import dev.keyturn.policy.RotationRecord.Deactivating;
import dev.keyturn.policy.RotationRecord.Deleting;
import dev.keyturn.policy.RotationRecord.Rotated;
import dev.keyturn.policy.RotationRecord.Rotating;
import dev.keyturn.policy.RotationRecord.Stored;
import dev.keyturn.policy.RotationRecord.UnderWay;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The rows of users whose key is being replaced: by what the record says, then by what the keys
 * say.
 */
final class UnderWayPlanner {
  private UnderWayPlanner() {}

  static Decision decide(Facts user, UnderWay record, Policy policy, LocalDate today) {
    return switch (record) {
      case Rotating rotating -> RotatingPlanner.decide(user, rotating);
      case Stored stored -> stored(user, stored);
      case Dated dated -> dated(user, dated, policy, today);
      case Rotated rotated -> rotated(user, rotated, policy, today);
      case Deactivating deactivating -> deactivating(user, deactivating);
      case Deactivated deactivated -> deactivated(user, deactivated, policy, today);
      case Deleting deleting -> deleting(user, deleting);
    };
  }

  private static Decision stored(Facts user, Stored record) {
    return switch (Pair.of(user, record)) {
      case Pair.NoneActive _ -> new Hold(NO_WORKING_KEY);
      case Pair.OldAlone _ -> new Clear(NEW_KEY_GONE);
      case Pair.OldGone gone when gone.others().isEmpty() -> new Clear(OLD_KEY_GONE);
      case Pair.OldGone _, Pair.BothOn _, Pair.NewOn _, Pair.NewOff _ ->
          new Rotate(
              RESUME_ANNOUNCE,
              record.oldKey(),
              new Stage.Tell(user.keysBut(record.oldKey()).getLast().id()));
    };
  }

  /**
   * A plain date is {@code rotated}, unless the old key is off and the date lies so long after the
   * new key was made that another tool must have written it at the deactivation.
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
      case Pair.NewOn _ -> new Deactivate(TURNED_OFF_BY_OWNER, record.oldKey(), OffFrom.RECORDING);
      case Pair.BothOn both -> grace(user, record, both.newKey(), policy, today);
    };
  }

  /**
   * Here it is decided that the old key goes off {@code DEACTIVATE_DAYS} after its owner was told:
   * later if nobody seems to have the new key, or if the old one is still in use.
   */
  private static Decision grace(
      Facts user, Rotated record, AccessKey newKey, Policy policy, LocalDate today) {
    long days = days(record.day(), today);
    if (days <= policy.deactivateDays()) {
      return new Nothing(GRACE_RUNS);
    }
    return days > 2L * policy.deactivateDays()
        ? inUse(user, record, policy, today)
        : user.evidence()
            .ofNewKey(newKey.id())
            .map(
                seen ->
                    seen.use() instanceof LastUse.Never && seen.file() != StoredFile.CREDENTIALS
                        ? new Hold(NEVER_FETCHED)
                        : inUse(user, record, policy, today))
            .orElseGet(() -> new Look(GRACE_OVER, new Question.OfNewKey(newKey.id())));
  }

  /** What is known of a use decides; a read that failed must never come this far. */
  private static Decision inUse(Facts user, Rotated record, Policy policy, LocalDate today) {
    KeyId oldKey = record.oldKey();
    Decision deactivate = new Deactivate(GRACE_OVER, oldKey, OffFrom.SWITCHING_OFF);
    if (days(record.day(), today) > (long) policy.deactivateDays() + policy.inUseGraceDays()) {
      return deactivate;
    }
    return user.evidence()
        .ofOldKey(oldKey)
        .map(use -> inUse(use, today).<Decision>map(Function.identity()).orElse(deactivate))
        .orElseGet(() -> new Look(GRACE_OVER, new Question.OfOldKey(oldKey)));
  }

  private static Optional<Hold> inUse(LastUse use, LocalDate today) {
    return switch (use) {
      case LastUse.Never _ -> Optional.empty();
      case LastUse.At at ->
          days(LocalDate.ofInstant(at.time(), ZoneOffset.UTC), today) > Policy.IN_USE_DAYS
              ? Optional.empty()
              : Optional.of(
                  new Hold(
                      STILL_IN_USE,
                      "last used %s, service %s, region %s"
                          .formatted(at.time(), at.service(), at.region())));
    };
  }

  private static Decision deactivating(Facts user, Deactivating record) {
    return switch (Pair.of(user, record)) {
      case Pair.OldGone _ -> new Clear(OLD_KEY_GONE);
      case Pair.OldAlone _ -> new Clear(NEW_KEY_GONE);
      case Pair.NoneActive _ -> new Hold(NO_WORKING_KEY);
      case Pair.NewOff _ -> new Clear(NO_OTHER_ACTIVE_KEY);
      case Pair.NewOn _ -> new Deactivate(RESUME_DEACTIVATION, record.oldKey(), OffFrom.TELLING);
      case Pair.BothOn _ ->
          new Deactivate(RESUME_DEACTIVATION, record.oldKey(), OffFrom.SWITCHING_OFF);
    };
  }

  private static Decision deactivated(
      Facts user, Deactivated record, Policy policy, LocalDate today) {
    return switch (Pair.of(user, record)) {
      case Pair.OldGone _ -> new Clear(OLD_KEY_GONE);
      case Pair.OldAlone _ -> new Clear(NEW_KEY_GONE);
      case Pair.NoneActive _ -> new Hold(NO_WORKING_KEY);
      case Pair.NewOff _ -> new Hold(WRONG_KEY_OFF);
      case Pair.BothOn _ -> new GraceAnew(REACTIVATED, record.oldKey());
      case Pair.NewOn _ ->
          days(record.day(), today) > policy.deletionDays()
              ? new Delete(RETENTION_OVER, record, GoneFrom.DELETING)
              : new Nothing(RETENTION_RUNS);
    };
  }

  private static Decision deleting(Facts user, Deleting record) {
    return switch (Pair.of(user, record)) {
      case Pair.OldGone _ -> new Delete(RESUME_DELETION, record, GoneFrom.TELLING);
      case Pair.OldAlone _ -> new Clear(NEW_KEY_GONE);
      case Pair.NoneActive _ -> new Hold(NO_WORKING_KEY);
      case Pair.NewOff _ -> new Hold(WRONG_KEY_OFF);
      case Pair.BothOn _ -> new GraceAnew(REACTIVATED, record.oldKey());
      case Pair.NewOn _ -> new Delete(RESUME_DELETION, record, GoneFrom.DELETING);
    };
  }

  private static long days(LocalDate from, LocalDate to) {
    return ChronoUnit.DAYS.between(from, to);
  }

  /** How the old key and the user's other keys stand to each other. */
  sealed interface Pair {
    /** No key of the user bears the recorded id. */
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
