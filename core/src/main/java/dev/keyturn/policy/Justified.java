package dev.keyturn.policy;

import static dev.keyturn.policy.Reason.NOTES_UNREADABLE;
import static dev.keyturn.policy.Reason.NOTICE_RUNS;
import static dev.keyturn.policy.Reason.NOT_OVERDUE;
import static dev.keyturn.policy.Reason.RESUME_ORPHAN;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import java.time.LocalDate;
import java.util.List;

/** What must hold before a key is made, whatever the record says. */
final class Justified {
  private Justified() {}

  /**
   * A new key that was never used, whose file nobody can fetch, and of which no mail told anybody:
   * its secret is out of everybody's reach, and another key takes its place. The old one works.
   */
  static Decision toReplace(
      Facts user, KeyId oldKey, AccessKey newKey, Policy policy, LocalDate today) {
    Stage replace = new Stage.Replace(new Rotating(newKey.created(), oldKey), newKey.id());
    return toMake(user, new Rotate(RESUME_ORPHAN, oldKey, replace), policy, today);
  }

  /**
   * A rotation that makes a key, if the old key is old enough, what is made can be noted, and the
   * owner was warned in time; a warning otherwise.
   */
  static Decision toMake(Facts user, Rotate rotate, Policy policy, LocalDate today) {
    AccessKey old = user.key(rotate.oldKey()).orElseThrow();
    if (!old.olderThan(policy.overdueDays(), today)) {
      return new Hold(
          NOT_OVERDUE,
          "%s was made on %s and is not replaced before %s"
              .formatted(
                  old.id(), old.createdOn(), old.createdOn().plusDays(policy.overdueDays() + 1L)));
    }
    if (!user.evidence().notes().known()) {
      return new Hold(NOTES_UNREADABLE);
    }
    return NoticePeriod.isOver(user, old, policy, today)
        ? rotate
        : new Warn(NOTICE_RUNS, List.of(old));
  }
}
