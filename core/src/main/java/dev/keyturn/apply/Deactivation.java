package dev.keyturn.apply;

import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.Deactivating;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.mail.Notice;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.RestartGrace;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Deactivates an old key (design, section 4). The facts, read right before, show that another key
 * is active. The steps:
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
    if (decision.from() == DeactivationStep.SWITCHING_OFF) {
      steps.record(user.user(), new Deactivating(steps.today(), oldKey));
      switchOff(user, oldKey, readAt);
    }
    if (decision.from() != DeactivationStep.RECORDING) {
      LocalDate deletedOn = steps.after(steps.today(), steps.policy().deletionDays());
      steps.tell(user, new Notice.Deactivated(user.user(), steps.seen(user, oldKey), deletedOn));
    }
    steps.record(user.user(), new Deactivated(steps.today(), oldKey));
  }

  /** A record that an earlier run wrote stays, because that run may have deactivated the key. */
  private void switchOff(Facts user, KeyId oldKey, Instant readAt) {
    if (user.record() instanceof UnderWay former && !(former instanceof Deactivating)) {
      steps.orRestore(user.user(), former, () -> steps.deactivate(user.user(), oldKey, readAt));
    } else {
      steps.deactivate(user.user(), oldKey, readAt);
    }
  }

  /** The owner reactivated the old key: notifies them, then restarts its grace period today. */
  void restartGrace(Facts user, RestartGrace decision) {
    KeyId oldKey = decision.oldKey();
    LocalDate today = steps.today();
    LocalDate accepted =
        steps.tell(
            user,
            new Notice.Reactivated(
                user.user(),
                steps.seen(user, oldKey),
                steps.seen(user.user(), user.keysBut(oldKey).getLast()),
                steps.after(today, steps.policy().deactivateDays())));
    steps.noteReactivated(user.user(), oldKey);
    steps.record(user.user(), new Rotated(accepted, oldKey));
  }
}
