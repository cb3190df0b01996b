package dev.keyturn.policy;

import static dev.keyturn.policy.Reason.Clear.KEPT_BY_OWNER;
import static dev.keyturn.policy.Reason.Deactivate.RESUME_DEACTIVATION;
import static dev.keyturn.policy.Reason.Deactivate.STILL_UNUSED;
import static dev.keyturn.policy.Reason.Delete.RESUME_DELETION;
import static dev.keyturn.policy.Reason.Hold.NOTES_UNREADABLE;
import static dev.keyturn.policy.Reason.Hold.NO_ROOM_FOR_TAGS;
import static dev.keyturn.policy.Reason.Nothing.REMINDED;
import static dev.keyturn.policy.Reason.Warn.UNUSED;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.Notes.Unused;
import dev.keyturn.facts.Notes.Unused.Phase;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.Deactivating;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.DeletionStep;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import dev.keyturn.policy.Decision.Warn;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code UNUSED_DAYS}: a key that nothing has used for that many days is not replaced, because that
 * makes another secret that no one needs. Its owner is warned; {@code DEACTIVATE_DAYS} later it is
 * deactivated, if it is still unused, and then deleted like an old key. There is no new key, so the
 * notes say that it is retired; a record without that note is one of a rotation.
 */
public final class UnusedKeys {
  private static final Set<Reason> CONCERNED =
      Set.of(UNUSED, REMINDED, STILL_UNUSED, NO_ROOM_FOR_TAGS);

  private UnusedKeys() {}

  /**
   * The first day on which the owner's key may be deactivated. Where no warning is noted, it counts
   * from one that is sent today.
   */
  public static LocalDate deactivatedOn(Facts user, AccessKey key, Policy policy, LocalDate today) {
    return warnedOn(user, key, policy, today).plusDays(policy.deactivateDays() + 1L);
  }

  /** The day on which the owner was warned that a key is unused; today, if that is not noted. */
  public static LocalDate warnedOn(Facts user, AccessKey key, Policy policy, LocalDate today) {
    return warnedSince(user, key, policy, today).orElse(today);
  }

  /** Whether a decision may be about an unused key whose owner was warned before. */
  public static boolean concerns(Decision decision) {
    return CONCERNED.contains(decision.reason());
  }

  /**
   * The keys that may be unused by a day, and whose last use was not looked up: without it, no plan
   * of that day says whether they are.
   */
  public static List<AccessKey> unknown(Facts user, Policy policy, LocalDate until) {
    Policy own = OwnThresholds.of(user, policy).policy();
    return user.activeKeys().stream()
        .filter(key -> use(user, key.id()).isEmpty() && mayBeUnused(key, user, own, until))
        .toList();
  }

  /** What to do about the unused keys of a user without a rotation, one key at a time. */
  static Optional<Decision> decide(Facts user, Policy policy, LocalDate today) {
    List<AccessKey> old =
        user.activeKeys().stream()
            .filter(key -> mayBeUnused(key, user, policy, today))
            .sorted(Comparator.comparing(key -> warnedSince(user, key, policy, today).isEmpty()))
            .toList();
    for (AccessKey key : old) {
      Optional<LastUse> use = use(user, key.id());
      if (use.isEmpty()) {
        return Optional.of(new Look(UNUSED, new Question.OfOldKey(key.id())));
      }
      if (isUnused(use.get(), policy, today)) {
        return Optional.of(unused(user, key, policy, today));
      }
    }
    return Optional.empty();
  }

  private static Decision unused(Facts user, AccessKey key, Policy policy, LocalDate today) {
    if (!user.evidence().notes().known()) {
      return new Hold(NOTES_UNREADABLE);
    }
    if (deactivatedOn(user, key, policy, today).isAfter(today)) {
      return new Warn(UNUSED, List.of(key));
    }
    if (!user.roomForRecord()) {
      return new Hold(NO_ROOM_FOR_TAGS);
    }
    // A report is hours old.
    return user.evidence().ofOldKey(key.id()).isPresent()
        ? new Deactivate(STILL_UNUSED, key.id(), DeactivationStep.DEACTIVATING)
        : new Look(STILL_UNUSED, new Question.OfOldKey(key.id()));
  }

  /** What to do about a key that Keyturn deactivates, or has, because nothing used it. */
  static Optional<Decision> underWay(Facts user, UnderWay record, Policy policy, LocalDate today) {
    if (!record.retires()) {
      return Optional.empty();
    }
    return user.key(record.oldKey())
        .flatMap(
            key ->
                user.evidence()
                    .notes()
                    .unused(key.id())
                    .flatMap(
                        noted ->
                            key.active()
                                ? active(user, record, noted, policy, today)
                                : inactive(user, record, policy, today)));
  }

  private static Optional<Decision> active(
      Facts user, UnderWay record, Unused noted, Policy policy, LocalDate today) {
    Clear kept = new Clear(KEPT_BY_OWNER);
    return switch (noted.phase()) {
      case WARNED -> Optional.empty();
      case RETIRED ->
          Optional.of(
              record instanceof Deactivating ? resumed(user, record, noted, policy, today) : kept);
      case OFF -> Optional.of(kept);
      // A later record is one of a rotation.
      case KEPT -> record.day().isAfter(noted.since()) ? Optional.empty() : Optional.of(kept);
    };
  }

  private static Decision resumed(
      Facts user, UnderWay record, Unused noted, Policy policy, LocalDate today) {
    KeyId key = record.oldKey();
    return user.evidence()
        .ofOldKey(key)
        .<Decision>map(
            use ->
                isUnused(use, policy, today) && noted.warned(user.owner())
                    ? new Deactivate(RESUME_DEACTIVATION, key, DeactivationStep.DEACTIVATING)
                    : new Clear(KEPT_BY_OWNER))
        .orElseGet(() -> new Look(STILL_UNUSED, new Question.OfOldKey(key)));
  }

  private static Optional<Decision> inactive(
      Facts user, UnderWay record, Policy policy, LocalDate today) {
    if (!user.evidence().notes().isRetired(record.oldKey())) {
      return Optional.empty();
    }
    if (record instanceof Deactivating) {
      return Optional.of(
          new Deactivate(RESUME_DEACTIVATION, record.oldKey(), DeactivationStep.NOTIFYING));
    }
    return Optional.of(
        record instanceof Deactivated deactivated
            ? UnderWayPlanner.retention(user, deactivated, policy, today)
            : UnderWayPlanner.delete(
                user, new Delete(RESUME_DELETION, record, DeletionStep.DELETING), policy, today));
  }

  private static boolean mayBeUnused(AccessKey key, Facts user, Policy policy, LocalDate today) {
    return policy.unusedDays() > 0
        && key.olderThan(Math.max(policy.warningDays(), policy.unusedDays()), today)
        && user.evidence()
            .notes()
            .unused(key.id())
            .filter(noted -> isKept(noted, policy, today))
            .isEmpty();
  }

  private static boolean isKept(Unused noted, Policy policy, LocalDate today) {
    return noted.phase() == Phase.OFF
        || (noted.phase() == Phase.KEPT && !isOver(noted.since(), policy, today));
  }

  /** The last use by a fresh read, or by a report. */
  private static Optional<LastUse> use(Facts user, KeyId key) {
    return user.evidence().ofOldKey(key).or(() -> user.evidence().reportedUse(key));
  }

  private static boolean isUnused(LastUse use, Policy policy, LocalDate today) {
    return switch (use) {
      case LastUse.Never _ -> true;
      case LastUse.At at -> isOver(day(at), policy, today);
    };
  }

  private static boolean isOver(LocalDate used, Policy policy, LocalDate today) {
    return ChronoUnit.DAYS.between(used, today) > policy.unusedDays();
  }

  private static LocalDate day(LastUse.At use) {
    return LocalDate.ofInstant(use.time(), ZoneOffset.UTC);
  }

  /** Since when the owner knows; a warning before the last use was about another time. */
  private static Optional<LocalDate> warnedSince(
      Facts user, AccessKey key, Policy policy, LocalDate today) {
    Optional<LocalDate> warned = user.evidence().notes().unusedSince(key.id(), user.owner(), today);
    return use(user, key.id()).orElseGet(LastUse.Never::new) instanceof LastUse.At at
        ? warned.filter(since -> isOver(day(at), policy, since))
        : warned;
  }
}
