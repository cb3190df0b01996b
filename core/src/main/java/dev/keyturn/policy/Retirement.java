package dev.keyturn.policy;

import static dev.keyturn.policy.Reason.Deactivate.GRACE_OVER;
import static dev.keyturn.policy.Reason.Deactivate.RESUME_DEACTIVATION;
import static dev.keyturn.policy.Reason.Hold.FILE_UNPROVEN;
import static dev.keyturn.policy.Reason.Hold.NEVER_FETCHED;
import static dev.keyturn.policy.Reason.Hold.NEW_KEY_TOO_YOUNG;
import static dev.keyturn.policy.Reason.Hold.NOTES_UNREADABLE;
import static dev.keyturn.policy.Reason.Hold.STILL_IN_USE;
import static dev.keyturn.policy.Reason.Hold.SUCCESSOR_UNPROVEN;
import static dev.keyturn.policy.Reason.Nothing.GRACE_RUNS;
import static dev.keyturn.policy.Reason.Rotate.RESUME_ANNOUNCE;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Evidence.Finding.NewKey;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.RotationRecord.Deactivating;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.facts.StoredFile;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Decides whether to deactivate the old key when both keys are active and the record says that it
 * is time. Keyturn waits until the new key is old enough, longer if the new key seems not to be
 * fetched or the old key is still in use, and always while the old key is in use and the owner
 * cannot have the new one. If Keyturn has not noted that it stored the new key, only the record
 * says that it replaces the old one: then the old key must be overdue and out of use.
 */
final class Retirement {
  private final Facts user;
  private final UnderWay record;
  private final AccessKey newKey;
  private final Policy policy;
  private final LocalDate today;

  private Retirement(
      Facts user, UnderWay record, AccessKey newKey, Policy policy, LocalDate today) {
    this.user = user;
    this.record = record;
    this.newKey = newKey;
    this.policy = policy;
    this.today = today;
  }

  static Decision decide(
      Facts user, UnderWay record, AccessKey newKey, Policy policy, LocalDate today) {
    return new Retirement(user, record, newKey, policy, today).decide();
  }

  private Decision decide() {
    if (!newKey.olderThan(policy.deactivateDays(), today)) {
      return new Hold(
          NEW_KEY_TOO_YOUNG,
          "%s was made on %s; %s is not deactivated before %s"
              .formatted(
                  newKey.id(),
                  newKey.createdOn(),
                  record.oldKey(),
                  newKey.createdOn().plusDays(policy.deactivateDays() + 1L)));
    }
    if (granted() <= policy.deactivateDays()) {
      return new Nothing(GRACE_RUNS);
    }
    return user.evidence()
        .ofNewKey(newKey.id())
        .map(seen -> seen.use() instanceof LastUse.At ? newKeyUsed() : newKeyNeverUsed(seen))
        .orElseGet(() -> new Look(GRACE_OVER, new Question.OfNewKey(newKey.id())));
  }

  /** How long the grace of the old key has run, by what the record cannot say. */
  private long granted() {
    long age = newKey.ageDays(today);
    return user.evidence()
        .notes()
        .graceSince(newKey.id(), today)
        .map(since -> Math.min(age, ChronoUnit.DAYS.between(since, today)))
        .orElse(age);
  }

  /** How long the owner has had the new key; the record cannot extend it. */
  private long days() {
    return record instanceof Deactivating
        ? granted()
        : Math.min(granted(), ChronoUnit.DAYS.between(record.day(), today));
  }

  /**
   * Whether Keyturn made the new key in place of the old one: it has noted that it stored it, and
   * there was room for it only because the old key was the user's only one.
   */
  private boolean proven() {
    return user.evidence().notes().file(newKey.id()).isPresent()
        && newKey.created().isAfter(old().created());
  }

  /**
   * Whether no one can have the secret of the new key: a run was about to create it, and has noted
   * no file.
   */
  private boolean isLost() {
    Notes notes = user.evidence().notes();
    return notes.created(newKey, record.oldKey()) && notes.file(newKey.id()).isEmpty();
  }

  private AccessKey old() {
    return user.key(record.oldKey()).orElseThrow();
  }

  private Hold unproven(String why) {
    return new Hold(
        user.evidence().notes().known() ? SUCCESSOR_UNPROVEN : NOTES_UNREADABLE,
        "Keyturn has not noted that it stored %s; %s %s"
            .formatted(newKey.id(), record.oldKey(), why));
  }

  private Decision deactivate() {
    if (!user.evidence().notes().known()) {
      return new Hold(NOTES_UNREADABLE);
    }
    if (!proven() && !old().olderThan(policy.overdueDays(), today)) {
      return unproven("was made on %s and is not overdue".formatted(old().createdOn()));
    }
    return new Deactivate(
        record instanceof Deactivating ? RESUME_DEACTIVATION : GRACE_OVER,
        record.oldKey(),
        DeactivationStep.DEACTIVATING);
  }

  private Decision newKeyUsed() {
    if (proven() && days() > (long) policy.deactivateDays() + policy.inUseGraceDays()) {
      return deactivate();
    }
    return user.evidence()
        .ofOldKey(record.oldKey())
        .map(
            use ->
                inUse(use)
                    .<Decision>map(hold -> proven() ? hold : unproven("was " + hold.detail()))
                    .orElseGet(this::deactivate))
        .orElseGet(this::lookAtOldKey);
  }

  private Decision newKeyNeverUsed(NewKey seen) {
    if (isLost()) {
      return new Hold(NEVER_FETCHED);
    }
    boolean untold = user.evidence().notes().neverAnnounced(newKey.id());
    if (untold && seen.file().plausible()) {
      // Only someone else can have written this record: the grace begins with the mail.
      return new Rotate(RESUME_ANNOUNCE, record.oldKey(), new Stage.Notify(newKey.id()));
    }
    boolean waits = days() <= 2L * policy.deactivateDays();
    // Where the notes contradict the record, someone else wrote one of them.
    if (!seen.file().plausible() && (waits || untold)) {
      return neverFetched("");
    }
    return user.evidence()
        .ofOldKey(record.oldKey())
        .map(
            use ->
                inUse(use)
                    .map(inUse -> oldKeyInUse(seen.file(), inUse, waits))
                    .orElseGet(this::deactivate))
        .orElseGet(this::lookAtOldKey);
  }

  private Decision oldKeyInUse(StoredFile file, Hold inUse, boolean waits) {
    if (!file.plausible()) {
      return neverFetched("the old key was " + inUse.detail());
    }
    if (waits || days() <= (long) policy.deactivateDays() + policy.inUseGraceDays()) {
      return inUse;
    }
    return proven() && file == StoredFile.CREDENTIALS
        ? deactivate()
        : new Hold(FILE_UNPROVEN, "the old key was " + inUse.detail());
  }

  /** Only of a file that Keyturn has noted is known that it is gone. */
  private Hold neverFetched(String detail) {
    return user.evidence().notes().file(newKey.id()).isPresent()
        ? new Hold(NEVER_FETCHED, detail)
        : unproven("is not deactivated while %s was never used".formatted(newKey.id()));
  }

  private Decision lookAtOldKey() {
    return new Look(GRACE_OVER, new Question.OfOldKey(record.oldKey()));
  }

  /** Whether the key was used recently. A failed read must never reach this method. */
  private Optional<Hold> inUse(LastUse use) {
    return switch (use) {
      case LastUse.Never _ -> Optional.empty();
      case LastUse.At at ->
          ChronoUnit.DAYS.between(LocalDate.ofInstant(at.time(), ZoneOffset.UTC), today)
                  > Policy.IN_USE_DAYS
              ? Optional.empty()
              : Optional.of(
                  new Hold(
                      STILL_IN_USE,
                      "last used %s, service %s, region %s"
                          .formatted(at.time(), at.service(), at.region())));
    };
  }
}
