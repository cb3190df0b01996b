package dev.keyturn.policy;

import static dev.keyturn.policy.Reason.NOTES_UNREADABLE;
import static dev.keyturn.policy.Reason.NOTICE_RUNS;
import static dev.keyturn.policy.Reason.NOT_OVERDUE;
import static dev.keyturn.policy.Reason.RESUME_ORPHAN;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import java.time.LocalDate;
import java.util.List;

/** What must be true before Keyturn creates a key, whatever the record says. */
final class Justified {
  private Justified() {}

  /**
   * Whether to replace a new key: it is the one of this rotation, was never used, its file cannot
   * be fetched, and no mail announced it, so no one can have its secret. The old key works.
   */
  static Decision toReplace(
      Facts user, Rotating record, AccessKey newKey, Policy policy, LocalDate today) {
    Stage replace = new Stage.Replace(record, newKey.id());
    return toMake(user, new Rotate(RESUME_ORPHAN, record.oldKey(), replace), policy, today);
  }

  /**
   * Whether a compromised key may be deactivated at once: Keyturn itself has noted that it stored
   * and announced the key that is active beside it.
   */
  static boolean toShutOut(Facts user, KeyId oldKey, AccessKey newKey) {
    return user.evidence().notes().isCompromised(oldKey)
        && user.evidence().notes().file(newKey.id()).filter(Notes.File::announced).isPresent();
  }

  /**
   * A rotation that creates a key, if the old key is old enough or its replacement is ordered, and
   * the notes can be written.
   */
  static Decision toMake(Facts user, Rotate rotate, Policy policy, LocalDate today) {
    AccessKey old = user.key(rotate.oldKey()).orElseThrow();
    if (user.evidence().notes().order(old.id()).isPresent()) {
      return rotate;
    }
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
