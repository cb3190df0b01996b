package dev.keyturn.policy;

import static dev.keyturn.policy.Reason.Hold.ADDRESS_GONE;
import static dev.keyturn.policy.Reason.Hold.ADDRESS_INVALID;
import static dev.keyturn.policy.Reason.Hold.NO_ROOM_FOR_TAGS;
import static dev.keyturn.policy.Reason.Hold.UNREADABLE_RECORD;
import static dev.keyturn.policy.Reason.Nothing.NO_ACTIVE_KEY;
import static dev.keyturn.policy.Reason.Nothing.NO_ADDRESS;
import static dev.keyturn.policy.Reason.Nothing.YOUNG;
import static dev.keyturn.policy.Reason.Rotate.COMPROMISED;
import static dev.keyturn.policy.Reason.Rotate.ORDERED;
import static dev.keyturn.policy.Reason.Rotate.OVERDUE;
import static dev.keyturn.policy.Reason.Warn.BOTH_ACTIVE;
import static dev.keyturn.policy.Reason.Warn.SLOT_TAKEN;
import static dev.keyturn.policy.Reason.Warn.WARNING;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord.None;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.facts.RotationRecord.Unreadable;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Decides what to do for one user on one day: the table in section 1 of the design, as a pure
 * function. This class has the rows for users without a rotation. {@link UnderWayPlanner} has the
 * rows for users with one, and {@link Restraints} has what prevents either.
 */
public final class Planner {
  private Planner() {}

  /**
   * Decides what to do for a user.
   *
   * @param today the day, in UTC, by AWS's clock
   * @return {@link Decision.Look} if the decision needs evidence that the facts do not contain yet
   */
  public static Decision decide(Facts user, Policy policy, LocalDate today) {
    return decideBy(OwnThresholds.of(user, policy).policy(), user, today);
  }

  private static Decision decideBy(Policy policy, Facts user, LocalDate today) {
    return switch (user.record()) {
      case Unreadable unreadable ->
          Restraints.unlessQuarantined(new Hold(UNREADABLE_RECORD, unreadable.why()), user);
      case None _ when user.owner() instanceof Owner.None ->
          Restraints.unlessQuarantined(new Nothing(NO_ADDRESS), user);
      case None _ ->
          Restraints.on(withoutRotation(user, policy, today), user, policy.limits(), today);
      case UnderWay record ->
          Restraints.on(underWay(user, record, policy, today), user, policy.limits(), today);
    };
  }

  private static Decision underWay(Facts user, UnderWay record, Policy policy, LocalDate today) {
    if (record.day().isAfter(today)) {
      return new Hold(UNREADABLE_RECORD, "'" + record.dateTag() + "' lies in the future");
    }
    return switch (user.owner()) {
      case Owner.None _ -> new Hold(ADDRESS_GONE, "the user has no address tag");
      case Owner.Unreachable tag -> new Hold(ADDRESS_GONE, noAddress(tag));
      case Owner.At _ -> UnderWayPlanner.decide(user, record, policy, today);
    };
  }

  private static Decision withoutRotation(Facts user, Policy policy, LocalDate today) {
    List<AccessKey> active = user.activeKeys();
    if (active.isEmpty()) {
      return new Nothing(NO_ACTIVE_KEY);
    }
    if (user.owner() instanceof Owner.Unreachable tag) {
      return new Hold(ADDRESS_INVALID, noAddress(tag));
    }
    Optional<AccessKey> ordered =
        active.stream()
            .filter(key -> user.evidence().notes().order(key.id()).isPresent())
            .findFirst();
    if (ordered.isPresent()) {
      return byOrder(user, ordered.get(), policy, today);
    }
    return UnusedKeys.decide(user, policy, today)
        .orElseGet(() -> byAge(user, active, policy, today));
  }

  private static Decision byAge(
      Facts user, List<AccessKey> active, Policy policy, LocalDate today) {
    List<AccessKey> ageing =
        active.stream().filter(key -> key.olderThan(policy.warningDays(), today)).toList();
    if (ageing.isEmpty()) {
      return new Nothing(YOUNG);
    }
    if (active.size() > 1) {
      return new Warn(BOTH_ACTIVE, ageing);
    }
    if (user.keys().size() > 1) {
      return new Warn(SLOT_TAKEN, ageing);
    }
    AccessKey only = active.getFirst();
    if (!only.olderThan(policy.overdueDays(), today)) {
      return new Warn(WARNING, ageing);
    }
    return user.roomForRecord()
        ? Justified.toMake(user, new Rotate(OVERDUE, only.id(), new Stage.Begin()), policy, today)
        : new Hold(NO_ROOM_FOR_TAGS);
  }

  /** As for an overdue key: without room for a new one, its owner is asked to make some. */
  private static Decision byOrder(Facts user, AccessKey key, Policy policy, LocalDate today) {
    if (user.keys().size() > 1) {
      return new Warn(user.activeKeys().size() > 1 ? BOTH_ACTIVE : SLOT_TAKEN, List.of(key));
    }
    if (!user.roomForRecord()) {
      return new Hold(NO_ROOM_FOR_TAGS);
    }
    Reason.Rotate reason = user.evidence().notes().isCompromised(key.id()) ? COMPROMISED : ORDERED;
    return Justified.toMake(user, new Rotate(reason, key.id(), new Stage.Begin()), policy, today);
  }

  private static String noAddress(Owner.Unreachable tag) {
    return AddressSlip.in(tag.tagValue());
  }
}
