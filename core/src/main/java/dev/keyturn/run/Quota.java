package dev.keyturn.run;

import dev.keyturn.policy.AccessKey;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Decision.GoneFrom;
import dev.keyturn.policy.Decision.GraceAnew;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Decision.OffFrom;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.UserName;
import dev.keyturn.run.Row.Outcome;
import dev.keyturn.settings.Options.ActionLimit;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code MAX_ACTIONS_PER_RUN}: where more keys are to be replaced, switched off or deleted than a
 * run may, the others are left for the next run. What an earlier run began goes first, then the
 * users with the oldest keys, so that nobody is left for ever.
 */
final class Quota {
  private Quota() {}

  /** The users who are left for the next run. */
  static Set<UserName> left(List<Plan.Entry> entries, ActionLimit limit) {
    return switch (limit) {
      case ActionLimit.None _ -> Set.of();
      case ActionLimit.AtMost(int actions) ->
          entries.stream()
              .filter(Plan.Decided.class::isInstance)
              .map(Plan.Decided.class::cast)
              .filter(Quota::counts)
              .sorted(
                  Comparator.comparing(Quota::begins)
                      .thenComparing(Quota::oldestKey)
                      .thenComparing(Plan.Decided::user))
              .skip(actions)
              .map(Plan.Decided::user)
              .collect(Collectors.toUnmodifiableSet());
    };
  }

  /** What becomes of them. */
  static Outcome left(ActionLimit limit) {
    return switch (limit) {
      case ActionLimit.None _ -> new Outcome.Planned();
      case ActionLimit.AtMost(int actions) ->
          new Outcome.Left(
              "not begun: MAX_ACTIONS_PER_RUN is %d; the next run does it".formatted(actions));
    };
  }

  /** Whether it makes, switches off or deletes a key. */
  private static boolean counts(Plan.Decided entry) {
    return entry.decision() instanceof Due due
        && switch (due.verb()) {
          case ROTATE, DEACTIVATE, DELETE -> true;
          case WARN, CLEAR, HOLD -> false;
        };
  }

  /** Whether nothing of it was done by an earlier run. */
  private static boolean begins(Plan.Decided entry) {
    return switch (entry.decision()) {
      case Rotate rotate -> rotate.stage() instanceof Stage.Begin;
      case Deactivate deactivate -> deactivate.from() == OffFrom.SWITCHING_OFF;
      case Delete delete -> delete.from() == GoneFrom.DELETING;
      case Nothing _, Look _, Warn _, GraceAnew _, Clear _, Hold _ -> true;
    };
  }

  private static Instant oldestKey(Plan.Decided entry) {
    return entry.facts().keys().stream()
        .map(AccessKey::created)
        .min(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }
}
