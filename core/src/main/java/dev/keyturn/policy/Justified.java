package dev.keyturn.policy;

import static dev.keyturn.policy.Reason.Deactivate.SHUT_OUT;
import static dev.keyturn.policy.Reason.Hold.NOTES_UNREADABLE;
import static dev.keyturn.policy.Reason.Hold.NOT_OVERDUE;
import static dev.keyturn.policy.Reason.Rotate.RESUME_ANNOUNCE;
import static dev.keyturn.policy.Reason.Rotate.RESUME_ORPHAN;
import static dev.keyturn.policy.Reason.Warn.NOTICE_RUNS;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Evidence.Finding.NewKey;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

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
   * A compromised key is deactivated at once if Keyturn itself has noted that it stored the key
   * that is active beside it, and that a mail about that was accepted. Without such a mail the
   * owner is notified first, whatever the record says. Empty if neither is justified.
   */
  static Optional<Decision> toShutOut(Facts user, KeyId oldKey, AccessKey newKey) {
    Notes notes = user.evidence().notes();
    if (!notes.isCompromised(oldKey)) {
      return Optional.empty();
    }
    return notes
        .file(newKey.id())
        .flatMap(
            file ->
                file.accepted()
                    ? Optional.of(new Deactivate(SHUT_OUT, oldKey, DeactivationStep.DEACTIVATING))
                    : toTell(user, oldKey, newKey.id()));
  }

  private static Optional<Decision> toTell(Facts user, KeyId oldKey, KeyId newKey) {
    Optional<NewKey> seen = user.evidence().ofNewKey(newKey);
    if (seen.isEmpty()) {
      return Optional.of(new Look(RESUME_ANNOUNCE, new Question.OfNewKey(newKey)));
    }
    return seen.filter(NewKey::obtainable)
        .map(_ -> new Rotate(RESUME_ANNOUNCE, oldKey, new Stage.Notify(newKey)));
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
