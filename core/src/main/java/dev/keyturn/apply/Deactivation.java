package dev.keyturn.apply;

import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.Deactivating;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.mail.Notice;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.GraceAnew;
import dev.keyturn.policy.Decision.OffFrom;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Switches an old key off (design, section 4). The facts, read just before, say that another key is
 * active. Then:
 *
 * <ol>
 *   <li>record {@code deactivating};
 *   <li>deactivate the key;
 *   <li>mail the owner;
 *   <li>record {@code deactivated} with today's date: the grace until deletion is counted from a
 *       day that was written after the key was off.
 * </ol>
 *
 * <p>Where the second step is denied, the first is taken back.
 */
final class Deactivation {
  private final AuditedEffects steps;

  Deactivation(AuditedEffects steps) {
    this.steps = steps;
  }

  void carryOut(Facts user, Deactivate decision, Instant readAt) {
    KeyId oldKey = decision.oldKey();
    if (decision.from() == OffFrom.SWITCHING_OFF) {
      steps.record(user.user(), new Deactivating(steps.today(), oldKey));
      switchOff(user, oldKey, readAt);
    }
    if (decision.from() != OffFrom.RECORDING) {
      LocalDate deletedOn = AuditedEffects.after(steps.today(), steps.policy().deletionDays());
      steps.tell(user, new Notice.Deactivated(user.user(), steps.seen(user, oldKey), deletedOn));
    }
    steps.record(user.user(), new Deactivated(steps.today(), oldKey));
  }

  /** A record that an earlier run wrote stays, for that run may have switched the key off. */
  private void switchOff(Facts user, KeyId oldKey, Instant readAt) {
    if (user.record() instanceof UnderWay former && !(former instanceof Deactivating)) {
      steps.orRestore(user.user(), former, () -> steps.deactivate(user.user(), oldKey, readAt));
    } else {
      steps.deactivate(user.user(), oldKey, readAt);
    }
  }

  /** The owner switched the old key on again: tell them, then count its grace from today. */
  void grantGraceAnew(Facts user, GraceAnew decision) {
    KeyId oldKey = decision.oldKey();
    LocalDate today = steps.today();
    LocalDate accepted =
        steps.tell(
            user,
            new Notice.Reactivated(
                user.user(),
                steps.seen(user, oldKey),
                steps.seen(user.user(), user.keysBut(oldKey).getLast()),
                AuditedEffects.after(today, steps.policy().deactivateDays())));
    steps.noteReactivated(user.user(), oldKey);
    steps.record(user.user(), new Rotated(accepted, oldKey));
  }
}
