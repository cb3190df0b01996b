package dev.keyturn.policy;

import static dev.keyturn.policy.Reason.Clear.OLD_KEY_GONE;
import static dev.keyturn.policy.Reason.Clear.OWN_KEY;
import static dev.keyturn.policy.Reason.Hold.FILE_UNPROVEN;
import static dev.keyturn.policy.Reason.Hold.NEVER_FETCHED;
import static dev.keyturn.policy.Reason.Hold.NOTES_UNREADABLE;
import static dev.keyturn.policy.Reason.Hold.NO_WORKING_KEY;
import static dev.keyturn.policy.Reason.Hold.SEVERAL_NEW_KEYS;
import static dev.keyturn.policy.Reason.Rotate.RESUME_CREATE;
import static dev.keyturn.policy.Reason.Rotate.RESUME_ORPHAN;
import static dev.keyturn.policy.Reason.Rotate.RESUME_STORED;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Evidence.Finding.NewKey;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.StoredFile;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import java.time.LocalDate;
import java.util.List;

/**
 * The section "Found in rotating" of the protocol: was a key created, and can its owner have its
 * secret?
 */
final class RotatingPlanner {
  private RotatingPlanner() {}

  static Decision decide(Facts user, Rotating record, Policy policy, LocalDate today) {
    List<AccessKey> others = user.keysBut(record.oldKey());
    if (user.key(record.oldKey()).isPresent() && user.activeKeys().isEmpty()) {
      return new Hold(NO_WORKING_KEY);
    }
    if (others.isEmpty()) {
      return onlyTheOldKey(user, record, policy, today);
    }
    if (others.size() == 1) {
      return secondKey(user, record, others.getFirst(), policy, today);
    }
    List<AccessKey> fitting = others.stream().filter(key -> isOfRun(user, record, key)).toList();
    return switch (fitting.size()) {
      case 0 -> new Clear(OWN_KEY);
      case 1 -> secondKey(user, record, fitting.getFirst(), policy, today);
      default -> new Hold(SEVERAL_NEW_KEYS);
    };
  }

  private static Decision onlyTheOldKey(
      Facts user, Rotating record, Policy policy, LocalDate today) {
    return oldKeyWorks(user, record)
        ? Justified.toMake(
            user, new Rotate(RESUME_CREATE, record.oldKey(), new Stage.Make(record)), policy, today)
        : new Clear(OLD_KEY_GONE);
  }

  private static Decision secondKey(
      Facts user, Rotating record, AccessKey second, Policy policy, LocalDate today) {
    return user.evidence()
        .ofNewKey(second.id())
        .map(seen -> secondKey(user, record, seen, policy, today))
        .orElseGet(() -> new Look(RESUME_ORPHAN, new Question.OfNewKey(second.id())));
  }

  private static Decision secondKey(
      Facts user, Rotating record, NewKey seen, Policy policy, LocalDate today) {
    KeyId second = seen.key();
    if (seen.file() == StoredFile.CREDENTIALS) {
      return new Rotate(RESUME_STORED, record.oldKey(), new Stage.Announce(second));
    }
    AccessKey key = user.key(second).orElseThrow();
    if (seen.use() instanceof LastUse.At || !record.fits(key) || !oldKeyWorks(user, record)) {
      // If the old key does not work any more, the owner must be using this one.
      return new Clear(OWN_KEY);
    }
    Notes notes = user.evidence().notes();
    if (!notes.known()) {
      return new Hold(NOTES_UNREADABLE);
    }
    if (!isOfRun(user, record, key)) {
      return new Clear(OWN_KEY);
    }
    if (seen.file() == StoredFile.UNPROVEN) {
      return new Hold(FILE_UNPROVEN, "no run has noted that it stored the file of " + second);
    }
    return notes.mayBeAnnounced(key, today)
        ? new Hold(NEVER_FETCHED, "a mail may have told the owner of " + second)
        : Justified.toReplace(user, record, key, policy, today);
  }

  /**
   * Whether a run created this key, or was about to when it was created. The record alone does not
   * say that: other people can write it.
   */
  private static boolean isOfRun(Facts user, Rotating record, AccessKey key) {
    return record.fits(key) && user.evidence().notes().created(key, record.oldKey());
  }

  private static boolean oldKeyWorks(Facts user, Rotating record) {
    return user.key(record.oldKey()).map(AccessKey::active).orElse(false);
  }
}
