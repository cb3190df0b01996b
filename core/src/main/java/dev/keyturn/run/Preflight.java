package dev.keyturn.run;

import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.UserName;
import dev.keyturn.inventory.ClockGuard;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.StartCheck;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.Answer;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Permissions;
import dev.keyturn.port.Ports;
import dev.keyturn.state.AuditTrail;
import java.util.List;

/** The checks of a plan before its first effect: permissions, and whether SES sends at all. */
public final class Preflight {
  private final Ports ports;
  private final ClockGuard account;
  private final StartCheck start;

  Preflight(Ports ports, ClockGuard account, StartCheck start) {
    this.ports = ports;
    this.account = account;
    this.start = start;
  }

  /**
   * Ends the run if something of what is planned, from the first step to the last, may not be done.
   *
   * @return whether all of it is known to be permitted
   */
  boolean permissions(Plan plan, String runId) throws CannotBegin {
    List<UserName> users =
        plan.allDue().filter(Plan.Due::touches).map(Plan.Due::user).sorted().toList();
    Answer answer =
        ports
            .permissions()
            .toActOn(
                new Permissions.Intent(
                    users, BucketPaths.LEASE, AuditTrail.name(account.mark(), runId, 1)));
    start.demand("permissions", answer);
    return answer instanceof Answer.Yes;
  }

  /** Ends a run that could tell no owner of anything. */
  static void demandSending(Allowance mails) throws CannotBegin {
    if (mails instanceof Allowance.Paused paused) {
      throw new CannotBegin(
          paused.why()
              + " (in SES_REGION), so no owner could be notified. The account dashboard of SES says"
              + " why; a run begins when mails are possible again.");
    }
  }
}
