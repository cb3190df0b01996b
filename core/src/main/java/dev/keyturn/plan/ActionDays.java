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
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * {@code NO_ACTION_ON} as daily runs see it: on such a day a run deactivates and deletes no key. It
 * still finishes what an earlier run began, so that the owner hears about a key that is inactive.
 *
 * @param off the days, of a time zone of their own
 * @param time of day of the runs, in UTC
 */
public record ActionDays(NoActionDays off, LocalTime time) {

  /** For daily runs at the time of day of this one. */
  public static ActionDays at(NoActionDays off, Instant now) {
    return new ActionDays(off, LocalTime.ofInstant(now, ZoneOffset.UTC));
  }

  /** Why a decision has to wait on a day, in UTC. */
  public Optional<Deferral> waits(Decision decision, LocalDate today) {
    return takesAway(decision)
        ? off.on(run(today)).map(entry -> new Deferral.ByCalendar(entry.text(), from(today)))
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
    LocalDate next = day;
    while (off.on(run(next)).isPresent()) {
      next = next.plusDays(1);
    }
    return next;
  }

  private Instant run(LocalDate day) {
    return day.atTime(time).toInstant(ZoneOffset.UTC);
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
