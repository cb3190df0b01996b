package dev.keyturn.run;

import dev.keyturn.policy.KeyId;
import dev.keyturn.policy.UserName;
import dev.keyturn.run.AuditLine.Result;
import java.time.Duration;

/**
 * The time in which a run acts: it has the lease, as far as there is one, and its audit trail is
 * open. Safe for use by several threads.
 */
final class Turn {
  private final Lease lease;
  private final AuditTrail trail;
  private final SteadyAccount account;
  private final String installation;
  private final String run;
  private final String actor;

  Turn(
      Lease lease,
      AuditTrail trail,
      SteadyAccount account,
      String installation,
      String run,
      String actor) {
    this.lease = lease;
    this.trail = trail;
    this.account = account;
    this.installation = installation;
    this.run = run;
    this.actor = actor;
  }

  /** To be called before each effect. */
  void keep() {
    lease.keep();
  }

  /** See {@link Lease#alone}. */
  boolean alone() {
    return lease.alone();
  }

  /** Waits, and keeps the lease meanwhile. */
  void pause(Duration time) {
    lease.pause(time);
  }

  /**
   * Notes for good that a key is about to be replaced, switched off, deleted or brought back.
   *
   * @throws PortFailure if that could not be noted; then nothing may be touched
   */
  void begin(UserName user, KeyId key, String what, String reason) {
    trail.addForGood(line(user, Effect.BEGIN, key.value(), what, reason, new Result.Begun()));
  }

  void done(UserName user, Effect effect, String key, String object, String reason) {
    trail.add(line(user, effect, key, object, reason, new Result.Done()));
  }

  void failed(
      UserName user, Effect effect, String key, String object, String reason, String error) {
    trail.add(line(user, effect, key, object, reason, new Result.Failed(error)));
  }

  private AuditLine line(
      UserName user, Effect effect, String key, String object, String reason, Result result) {
    return new AuditLine(
        account.mark(), installation, run, actor, user, effect, key, object, reason, result);
  }
}
