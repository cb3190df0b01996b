package dev.keyturn.plan;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.GoneFrom;
import dev.keyturn.policy.Decision.GraceAnew;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.OffFrom;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.settings.Options.ActionLimit;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * {@code MAX_ACTIONS_PER_RUN}: where more keys are to be replaced, switched off or deleted than a
 * run may, the others are left for the next run. What an earlier run began goes first, then the
 * users with the oldest keys, so that nobody is left for ever.
 */
public final class Quota {
  /** What goes first where not all can. */
  static final Comparator<Plan.Due> ORDER =
      Comparator.comparing(Quota::share)
          .thenComparing(Quota::oldestKey)
          .thenComparing(Plan.Due::user);

  private Quota() {}

  /** The users that are left for the next run. */
  public static List<Plan.Deferred> deferred(List<Plan.Due> due, ActionLimit limit) {
    return switch (limit) {
      case ActionLimit.None _ -> List.of();
      case ActionLimit.AtMost(int actions) ->
          due.stream()
              .filter(user -> share(user) != Share.NONE)
              .sorted(ORDER)
              .skip(actions)
              .map(user -> new Plan.Deferred(user, new Deferral.ByLimit(actions)))
              .toList();
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

  private static Share share(Plan.Due user) {
    return switch (user.decision()) {
      case Rotate rotate -> begins(rotate.stage() instanceof Stage.Begin);
      case Deactivate deactivate -> begins(deactivate.from() == OffFrom.SWITCHING_OFF);
      case Delete delete -> begins(delete.from() == GoneFrom.DELETING);
      case Warn _, GraceAnew _, Clear _, Hold _ -> Share.NONE;
    };
  }

  /** Whether some of what is due was done by an earlier run. */
  public static boolean goesOn(Plan.Due user) {
    return share(user) == Share.GOES_ON;
  }

  private static Share begins(boolean first) {
    return first ? Share.BEGINS : Share.GOES_ON;
  }

  private static Instant oldestKey(Plan.Due user) {
    return user.facts().keys().stream()
        .map(AccessKey::created)
        .min(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }
}
