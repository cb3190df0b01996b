package dev.keyturn.plan;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.DeletionStep;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.Reason;
import dev.keyturn.settings.Options.ActionLimit;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * {@code MAX_ACTIONS_PER_RUN}: if more keys are to be replaced, deactivated or deleted than a run
 * may change, defers the others to the next run. Users that an earlier run started go first, then
 * the users with the oldest keys, so that every user is reached eventually.
 */
public final class Quota {
  /** The order of users if not all fit. */
  static final Comparator<Plan.Due> ORDER =
      Comparator.comparing(Quota::share)
          .thenComparing(user -> !ordered(user))
          .thenComparing(Quota::oldestKey)
          .thenComparing(Plan.Due::user);

  private Quota() {}

  /** The users that are left for the next run. */
  public static List<Plan.Deferred> deferred(List<Plan.Due> due, ActionLimit limit) {
    return switch (limit) {
      case ActionLimit.None _ -> List.of();
      case ActionLimit.AtMost(int actions) -> beyond(due, actions, new Deferral.ByLimit(actions));
      case ActionLimit.Allotted(int actions) ->
          beyond(due, actions, new Deferral.ByAllotment(actions));
    };
  }

  private static List<Plan.Deferred> beyond(List<Plan.Due> due, int actions, Deferral why) {
    return due.stream()
        .filter(user -> share(user) != Share.NONE)
        .sorted(ORDER)
        .skip(actions)
        .map(user -> new Plan.Deferred(user, why))
        .toList();
  }

  /** How a decision counts towards the limit, in order of precedence. */
  private enum Share {
    /** An earlier run did a part of it. */
    RESUMES,
    BEGINS,
    /** It creates, deactivates and deletes no key. */
    NONE
  }

  private static Share share(Plan.Due user) {
    return switch (user.decision()) {
      case Rotate rotate -> begins(rotate.stage() instanceof Stage.Begin);
      case Deactivate deactivate -> begins(deactivate.from() == DeactivationStep.DEACTIVATING);
      case Delete delete -> begins(delete.from() == DeletionStep.DELETING);
      case Warn _, RestartGrace _, Clear _, Hold _ -> Share.NONE;
    };
  }

  /** Whether an earlier run did a part of the decision. */
  public static boolean resumes(Plan.Due user) {
    return share(user) == Share.RESUMES;
  }

  /** What an administrator ordered comes before what is only overdue. */
  static boolean ordered(Plan.Due user) {
    return user.decision().reason() == Reason.Rotate.ORDERED
        || user.decision().reason() == Reason.Rotate.COMPROMISED
        || user.decision().reason() == Reason.Deactivate.SHUT_OUT;
  }

  /** Whether a key is replaced, deactivated or deleted. */
  static boolean counts(Plan.Due user) {
    return share(user) != Share.NONE;
  }

  private static Share begins(boolean first) {
    return first ? Share.BEGINS : Share.RESUMES;
  }

  static Instant oldestKey(Plan.Due user) {
    return user.facts().keys().stream()
        .map(AccessKey::created)
        .min(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }
}
