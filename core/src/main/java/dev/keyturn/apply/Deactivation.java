package dev.keyturn.apply;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.Deactivating;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.mail.Notice;
import dev.keyturn.mail.SeenKey;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Reason;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Deactivates an old key (design, section 4). The facts, read right before, show that another key
 * is active, or that nothing has used this one; then the notes say first that it is retired. The
 * steps:
 *
 * <ol>
 *   <li>record {@code deactivating};
 *   <li>deactivate the key;
 *   <li>mail the owner;
 *   <li>record {@code deactivated} with today's date: the days until deletion count from a date
 *       that was written after the key was inactive.
 * </ol>
 *
 * <p>If the second step is denied, the first is undone.
 */
final class Deactivation {
  private final AuditedEffects steps;

  Deactivation(AuditedEffects steps) {
    this.steps = steps;
  }

  void carryOut(Facts user, Deactivate decision, Instant readAt) {
    KeyId oldKey = decision.oldKey();
    if (decision.from() == DeactivationStep.DEACTIVATING) {
      if (decision.reason() == Reason.Deactivate.STILL_UNUSED) {
        steps.retiring(oldKey);
      }
      steps.record(user.user(), new Deactivating(steps.today(), oldKey));
      deactivate(user, oldKey, readAt);
    }
    if (decision.from() != DeactivationStep.RECORDING) {
      LocalDate deletedOn = steps.after(steps.today(), steps.policy().deletionDays());
      SeenKey key = steps.seen(user, oldKey);
      steps.notifyOwner(user, notice(user, key, deletedOn));
    }
    steps.record(user.user(), new Deactivated(steps.today(), oldKey));
  }

  private Notice notice(Facts user, SeenKey key, LocalDate deletedOn) {
    KeyId oldKey = key.key().id();
    if (steps.isRetired(oldKey)) {
      return new Notice.UnusedDeactivated(user.user(), key, deletedOn);
    }
    Notice.Deactivated deactivated = new Notice.Deactivated(user.user(), key, deletedOn);
    return steps.isCompromised(oldKey) ? new Notice.ShutOut(deactivated) : deactivated;
  }

  /** A record that an earlier run wrote stays, because that run may have deactivated the key. */
  private void deactivate(Facts user, KeyId oldKey, Instant readAt) {
    Runnable step = () -> steps.deactivate(user.user(), oldKey, readAt);
    switch (user.record()) {
      case Deactivating _, RotationRecord.Unreadable _ -> step.run();
      case UnderWay former ->
          AuditedEffects.orRestore(step, () -> steps.record(user.user(), former));
      case RotationRecord.None _ ->
          AuditedEffects.orRestore(
              step,
              () -> {
                steps.notRetired(oldKey);
                steps.forget(user.user());
              });
    }
  }

  /**
   * The owner reactivated the old key: notifies them, then restarts its grace period today. The
   * next day's run shuts a compromised key out again, also on a day without action.
   */
  void restartGrace(Facts user, RestartGrace decision) {
    KeyId oldKey = decision.oldKey();
    LocalDate today = steps.today();
    AccessKey newKey = user.keysBut(oldKey).getLast();
    steps.noteGrace(newKey.id());
    LocalDate accepted =
        steps.notifyOwner(
            user,
            new Notice.Reactivated(
                user.user(),
                steps.seen(user, oldKey),
                steps.seen(user.user(), newKey),
                steps.isCompromised(oldKey)
                    ? today.plusDays(1)
                    : steps.after(today, steps.policy().deactivateDays())));
    steps.record(user.user(), new Rotated(accepted, oldKey));
    // Before, another user's step could persist it: then a cut off run would have counted twice.
    steps.noteReactivated(user.user(), oldKey);
  }
}
