package dev.keyturn.apply;

import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.RotationRecord.Deleting;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.mail.Notice;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.DeletionStep;
import java.time.Instant;

/**
 * Deletes an old key (design, section 4). The facts, read right before, show that it is inactive
 * and named by the record, and that another key is active or the notes say that this one is retired
 * because nothing used it. The steps:
 *
 * <ol>
 *   <li>record {@code deleting};
 *   <li>delete the key;
 *   <li>mail the owner;
 *   <li>clear both tags.
 * </ol>
 *
 * <p>If the second step is denied, the first is undone.
 */
final class Deletion {
  private final AuditedEffects steps;

  Deletion(AuditedEffects steps) {
    this.steps = steps;
  }

  void carryOut(Facts user, Delete decision, Instant readAt) {
    KeyId oldKey = decision.record().oldKey();
    if (decision.from() == DeletionStep.DELETING) {
      steps.record(user.user(), new Deleting(decision.record().day(), oldKey));
      delete(user, decision.record(), readAt);
    }
    steps.notifyOwner(
        user,
        steps.isRetired(oldKey)
            ? new Notice.UnusedDeleted(user.user(), oldKey)
            : new Notice.Deleted(user.user(), oldKey));
    steps.forget(user.user());
    steps.gone(oldKey);
  }

  /** A record that an earlier run wrote stays, because that run may have deleted the key. */
  private void delete(Facts user, UnderWay former, Instant readAt) {
    if (former instanceof Deleting) {
      steps.delete(user.user(), former.oldKey(), readAt);
    } else {
      AuditedEffects.orRestore(
          () -> steps.delete(user.user(), former.oldKey(), readAt),
          () -> steps.record(user.user(), former));
    }
  }
}
