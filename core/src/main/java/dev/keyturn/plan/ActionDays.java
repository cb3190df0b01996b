package dev.keyturn.plan;

import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.DeletionStep;
import dev.keyturn.policy.NoActionDays;
import dev.keyturn.policy.Reason;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * {@code NO_ACTION_ON} as daily runs see it: on such a day a run deactivates and deletes no key. It
 * still finishes what an earlier run began, so that the owner hears about a key that is inactive.
 *
 * @param off the days, of a time zone of their own
 * @param shift by how many days the date of that zone differs from the date of a run, in UTC
 */
public record ActionDays(NoActionDays off, int shift) {

  /** For runs at a time of day. */
  public static ActionDays at(NoActionDays off, Instant now) {
    return new ActionDays(off, off.shift(now));
  }

  /** Why a decision has to wait on a day, in UTC. */
  public Optional<Deferral> waits(Decision decision, LocalDate today) {
    return takesAway(decision)
        ? off.on(today.plusDays(shift))
            .map(entry -> new Deferral.ByCalendar(entry.text(), from(today)))
        : Optional.empty();
  }

  /** The users that are left for a later day. */
  List<Plan.Deferred> deferred(List<Plan.Due> due, LocalDate today) {
    return due.stream()
        .flatMap(
            user -> waits(user.decision(), today).stream().map(why -> new Plan.Deferred(user, why)))
        .toList();
  }

  /** The first day, in UTC, on which a run deactivates and deletes keys, from a day on. */
  public LocalDate from(LocalDate day) {
    return off.next(day.plusDays(shift)).minusDays(shift);
  }

  private static boolean takesAway(Decision decision) {
    return switch (decision) {
      // A stranger who has a compromised key does not wait.
      case Deactivate deactivate ->
          deactivate.from() == DeactivationStep.DEACTIVATING
              && deactivate.reason() != Reason.Deactivate.SHUT_OUT;
      case Delete delete -> delete.from() == DeletionStep.DELETING;
      case Decision.Nothing _,
          Decision.Look _,
          Decision.Warn _,
          Decision.RestartGrace _,
          Decision.Rotate _,
          Decision.Clear _,
          Decision.Hold _ ->
          false;
    };
  }
}
