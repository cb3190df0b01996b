package dev.keyturn.plan;

import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.port.Allowance;
import java.util.List;

/**
 * SES's daily quota: if it is too small for the mails of a run, defers the users whose owners could
 * not be notified. The order is: users that an earlier run started, then changes of keys, then
 * warnings, which repeat tomorrow.
 *
 * @param mails the number that is due
 * @param deferred the users that are left for the next run
 */
public record MailQuota(int mails, List<Plan.Deferred> deferred) {

  /** Of these users, as many as SES allows keep their turn. */
  public static MailQuota of(List<Plan.Due> due, Allowance allowance) {
    List<Plan.Due> telling =
        due.stream().filter(user -> tells(user.decision())).sorted(Quota.ORDER).toList();
    long allowed = allowed(allowance);
    return new MailQuota(
        telling.size(),
        telling.stream()
            .skip(allowed)
            .map(user -> new Plan.Deferred(user, new Deferral.ByMailQuota(allowed)))
            .toList());
  }

  private static long allowed(Allowance allowance) {
    return switch (allowance) {
      case Allowance.Known known -> known.left();
      case Allowance.Paused _ -> 0;
      case Allowance.Unknown _ -> Long.MAX_VALUE;
    };
  }

  /** Whether a mail belongs to any of these decisions. */
  static boolean needed(List<UserDecision> decisions) {
    return decisions.stream().anyMatch(user -> user.decision() instanceof Due due && tells(due));
  }

  /** Whether the owner gets a mail. */
  private static boolean tells(Due due) {
    return switch (due) {
      case Warn _, RestartGrace _, Rotate _, Delete _ -> true;
      case Deactivate deactivate -> deactivate.from() != DeactivationStep.RECORDING;
      case Clear _ -> false;
      case Hold hold -> hold.ownerHears();
    };
  }
}
