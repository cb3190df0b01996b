package dev.keyturn.plan;

import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.UserName;
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
import dev.keyturn.policy.Decision.Warn;
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
public final class Quota {
  /** What goes first where not all can. */
  static final Comparator<Plan.Decided> ORDER =
      Comparator.comparing(Quota::share)
          .thenComparing(Quota::oldestKey)
          .thenComparing(Plan.Decided::user);

  private Quota() {}

  /** The users who are left for the next run. */
  public static Set<UserName> left(List<Plan.Entry> entries, ActionLimit limit) {
    return switch (limit) {
      case ActionLimit.None _ -> Set.of();
      case ActionLimit.AtMost(int actions) ->
          entries.stream()
              .filter(Plan.Decided.class::isInstance)
              .map(Plan.Decided.class::cast)
              .filter(entry -> share(entry) != Share.NONE)
              .sorted(ORDER)
              .skip(actions)
              .map(Plan.Decided::user)
              .collect(Collectors.toUnmodifiableSet());
    };
  }

  /** What becomes of them. */
  public static Outcome left(ActionLimit limit) {
    return switch (limit) {
      case ActionLimit.None _ -> new Outcome.Planned();
      case ActionLimit.AtMost(int actions) ->
          new Outcome.Left(
              "not begun: MAX_ACTIONS_PER_RUN is %d; the next run does it".formatted(actions));
    };
  }

  /** What a decision takes of the limit, in the order in which they go. */
  private enum Share {
    /** Some of it was done by an earlier run. */
    GOES_ON,
    BEGINS,
    /** It makes, switches off and deletes no key. */
    NONE
  }

  private static Share share(Plan.Decided entry) {
    return switch (entry.decision()) {
      case Rotate rotate -> begins(rotate.stage() instanceof Stage.Begin);
      case Deactivate deactivate -> begins(deactivate.from() == OffFrom.SWITCHING_OFF);
      case Delete delete -> begins(delete.from() == GoneFrom.DELETING);
      case Nothing _, Look _, Warn _, GraceAnew _, Clear _, Hold _ -> Share.NONE;
    };
  }

  /** Whether some of what is due was done by an earlier run. */
  public static boolean goesOn(Plan.Entry entry) {
    return entry instanceof Plan.Decided decided && share(decided) == Share.GOES_ON;
  }

  private static Share begins(boolean first) {
    return first ? Share.BEGINS : Share.GOES_ON;
  }

  private static Instant oldestKey(Plan.Decided entry) {
    return entry.facts().keys().stream()
        .map(AccessKey::created)
        .min(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }
}
