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
import java.util.ArrayList;
import java.util.List;

/**
 * SES's daily quota: if it is too small for the mails of a run, defers the users whose owners could
 * not be notified. The order is: users that an earlier run started, then changes of keys, then
 * warnings, which repeat tomorrow.
 */
public final class MailQuota {
  private MailQuota() {}

  /** The users that are left for the next run: those beyond the mails that SES accepts. */
  public static List<Plan.Deferred> deferred(List<Plan.Due> due, Allowance allowance) {
    long allowed = allowed(allowance);
    long left = allowed;
    List<Plan.Deferred> deferred = new ArrayList<>();
    for (Plan.Due user : due.stream().sorted(Quota.ORDER).toList()) {
      int mails = mails(user);
      if (mails > left) {
        deferred.add(new Plan.Deferred(user, new Deferral.ByMailQuota(allowed)));
      } else {
        left -= mails;
      }
    }
    return deferred;
  }

  /** The number of mails that belong to these users. */
  public static long mails(List<Plan.Due> due) {
    return due.stream().mapToInt(MailQuota::mails).sum();
  }

  /** The number of mails to a user's owner: a compromised key is replaced and deactivated. */
  static int mails(Plan.Due user) {
    boolean shutsOut =
        user.decision() instanceof Rotate rotate
            && user.facts().evidence().notes().isCompromised(rotate.oldKey());
    return notifiesOwner(user.decision()) ? shutsOut ? 2 : 1 : 0;
  }

  private static long allowed(Allowance allowance) {
    return switch (allowance) {
      case Allowance.Known known -> known.left();
      case Allowance.Paused _ -> 0;
      case Allowance.Unknown unknown -> unknown.left();
    };
  }

  /** Whether a mail belongs to any of these decisions. */
  static boolean needed(List<UserDecision> decisions) {
    return decisions.stream()
        .anyMatch(user -> user.decision() instanceof Due due && notifiesOwner(due));
  }

  /** Whether the owner gets a mail. */
  private static boolean notifiesOwner(Due due) {
    return switch (due) {
      case Warn _, RestartGrace _, Rotate _, Delete _ -> true;
      case Deactivate deactivate -> deactivate.from() != DeactivationStep.RECORDING;
      case Clear _ -> false;
      case Hold hold -> hold.notifiesOwner();
    };
  }
}
