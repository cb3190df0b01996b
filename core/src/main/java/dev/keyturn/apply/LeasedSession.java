package dev.keyturn.apply;

import dev.keyturn.event.AuditLine;
import dev.keyturn.event.AuditLine.Result;
import dev.keyturn.event.Effect;
import dev.keyturn.event.Event;
import dev.keyturn.event.Events;
import dev.keyturn.event.RunContext;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Account;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Ports;
import dev.keyturn.state.AuditTrail;
import dev.keyturn.state.Lease;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The session in which a run acts: it holds the lease, if the bucket supports one, and its audit
 * trail is open. Thread-safe.
 */
public final class LeasedSession {
  private final Lease lease;
  private final AuditTrail trail;
  private final Account account;
  private final Events events;
  private final String installation;
  private final String id;
  private final String actor;
  private final PermissionProbe denials;
  private final Map<UserName, KeyId> made = new ConcurrentHashMap<>();

  /**
   * A session that has not started.
   *
   * @param what starts it, in one word: a run or an administrator's command
   * @param identity whose credentials it uses
   * @param denials records which effects were permitted and which were denied
   */
  public LeasedSession(
      RunContext context, String what, Account.Identity identity, PermissionProbe denials) {
    Ports ports = context.ports();
    this.account = ports.account();
    this.events = context.events();
    this.installation = context.settings().name();
    this.id = context.id();
    this.actor = identity.arn();
    this.denials = denials;
    this.lease =
        new Lease(
            ports.bucketObjects(),
            account,
            context.environment(),
            events,
            "%s, %s %s, as %s".formatted(installation, what, id, actor));
    this.trail = new AuditTrail(ports.bucketObjects(), events, id);
  }

  /** See {@link Lease#take}. */
  public Lease.Taken take(Deadline deadline) throws CannotBegin {
    return lease.take(deadline);
  }

  /** Writes the last lines of the audit trail and releases the lease. */
  public void end() {
    try {
      trail.flush();
    } catch (PortFailure failure) {
      events.on(
          new Event.Unchecked(
              "audit trail",
              "%s lines could not be written: %s"
                  .formatted(trail.leftBehind(), failure.message())));
    }
    lease.giveBack();
  }

  /** Writes the waiting audit lines; if that fails, they keep waiting. */
  void writeTrail() {
    try {
      trail.flush();
    } catch (PortFailure _) {
      // The end of the run tries again and reports a failure.
    }
  }

  /** Call this before each effect. */
  void keep() {
    lease.keep();
  }

  /** See {@link Lease#alone}. */
  boolean alone() {
    return lease.alone();
  }

  /** Waits, and renews the lease meanwhile. */
  void pause(Duration time) {
    lease.pause(time);
  }

  /**
   * Persists an audit line before a key is replaced, deactivated, deleted or reactivated.
   *
   * @throws PortFailure if the line could not be written; then nothing may be changed
   */
  void begin(UserName user, KeyId key, String what, String reason) {
    trail.addForGood(line(user, Effect.BEGIN, key.value(), what, reason, new Result.Begun()));
  }

  void done(UserName user, Effect effect, String key, String object, String reason) {
    denials.allowed(effect);
    trail.add(line(user, effect, key, object, reason, new Result.Done()));
  }

  /** Notes an effect of an earlier run that may not have written its own audit line. */
  void found(UserName user, Effect effect, String key, String object, String reason) {
    trail.addQuietly(line(user, effect, key, object, reason, new Result.Found()));
  }

  /** Notes an effect that was denied. */
  void denied(Effect effect, String message) {
    denials.denied(effect, message);
  }

  /** See {@link PermissionProbe#mailsFail}. */
  void mailsFail(String message) {
    denials.mailsFail(message);
  }

  /** See {@link PermissionProbe#mailsMayFail}. */
  void mailsMayFail(String message) {
    denials.mailsMayFail(message);
  }

  /** Notes a created key. Writes nothing yet: its secret is stored first. */
  void made(UserName user, KeyId key, String reason) {
    made.put(user, key);
    denials.allowed(Effect.CREATE_KEY);
    trail.addQuietly(line(user, Effect.CREATE_KEY, key.value(), "", reason, new Result.Done()));
  }

  /** The key that was made for a user and not dropped again. */
  Optional<KeyId> made(UserName user) {
    return Optional.ofNullable(made.get(user));
  }

  /** The key that was made is deleted again. */
  void dropped(UserName user) {
    made.remove(user);
  }

  void failed(
      UserName user, Effect effect, String key, String object, String reason, String error) {
    trail.add(line(user, effect, key, object, reason, new Result.Failed(error)));
  }

  private AuditLine line(
      UserName user, Effect effect, String key, String object, String reason, Result result) {
    return new AuditLine(
        account.mark(), installation, id, actor, user, effect, key, object, reason, result);
  }
}
