package dev.keyturn.apply;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.mail.Notice;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.NoticePeriod;
import dev.keyturn.policy.Policy;
import java.time.LocalDate;
import java.util.Optional;

/** Mails that change nothing. */
public final class Warnings {
  private final AuditedEffects steps;

  Warnings(AuditedEffects steps) {
    this.steps = steps;
  }

  void warn(Facts user, Warn decision) {
    if (NoticePeriod.announces(decision)) {
      AccessKey key = decision.keys().getFirst();
      LocalDate today = steps.today();
      steps.tell(
          user,
          new Notice.Warned(
              user.user(),
              steps.reported(user, key),
              NoticePeriod.replacedOn(user, key, steps.policy(), today)));
      steps.warned(user, key, today);
      return;
    }
    steps.tell(
        user,
        new Notice.SlotsTaken(
            user.user(),
            user.keys().stream().map(key -> steps.reported(user, key)).toList(),
            decision.keys().stream().map(AccessKey::id).toList()));
  }

  /**
   * Tells the owner of a hold that they {@linkplain Hold#ownerHears hear} of. Each of these mails
   * is about the old key; where it is gone, the report alone says what is wrong.
   */
  void tellOfHold(Facts user, Hold hold) {
    if (!(user.record() instanceof UnderWay record)) {
      throw new IllegalStateException(hold.reason() + " without a rotation");
    }
    Telling telling =
        telling(hold)
            .orElseThrow(() -> new IllegalStateException(hold.reason() + " is not told to owners"));
    if (user.key(record.oldKey()).isPresent()) {
      steps.tell(user, telling.notice(this, user, record));
    }
  }

  /** Notifies the owner of a hold. */
  private interface Telling {
    Notice notice(Warnings warnings, Facts user, UnderWay record);
  }

  private static Optional<Telling> telling(Hold hold) {
    return switch (hold.reason()) {
      case WRONG_KEY_OFF -> Optional.of(Warnings::wrongKeyOff);
      case STILL_IN_USE -> Optional.of(Warnings::stillInUse);
      case NEVER_FETCHED -> Optional.of(Warnings::neverFetched);
      case NO_ADDRESS,
          NO_ACTIVE_KEY,
          YOUNG,
          GRACE_RUNS,
          RETENTION_RUNS,
          REMINDED,
          WARNING,
          BOTH_ACTIVE,
          SLOT_TAKEN,
          NOTICE_RUNS,
          REACTIVATED,
          OVERDUE,
          RESUME_CREATE,
          RESUME_ORPHAN,
          RESUME_STORED,
          RESUME_ANNOUNCE,
          GRACE_OVER,
          RESUME_DEACTIVATION,
          TURNED_OFF_BY_OWNER,
          RETENTION_OVER,
          RESUME_DELETION,
          NEW_KEY_GONE,
          OLD_KEY_GONE,
          OWN_KEY,
          NO_OTHER_ACTIVE_KEY,
          UNREADABLE_RECORD,
          ADDRESS_GONE,
          ADDRESS_INVALID,
          NO_ROOM_FOR_TAGS,
          EXEMPTION_TOO_LONG,
          FOREIGN_DOMAIN,
          BUCKET_UNCLEAR,
          MAIL_UNAVAILABLE,
          ADDRESS_SUPPRESSED,
          CANNOT_FETCH,
          EXEMPT,
          UNREADABLE_EXEMPTION,
          NO_WORKING_KEY,
          NOT_OVERDUE,
          NEW_KEY_TOO_YOUNG,
          REACTIVATED_AGAIN,
          FILE_UNPROVEN,
          NOTES_UNREADABLE,
          SEVERAL_NEW_KEYS,
          CHANGED_MEANWHILE,
          READ_FAILED ->
          Optional.empty();
    };
  }

  private Notice wrongKeyOff(Facts user, UnderWay record) {
    return new Notice.WrongKeyOff(
        user.user(),
        steps.seen(user, record.oldKey()),
        user.keysBut(record.oldKey()).stream().map(key -> steps.seen(user.user(), key)).toList());
  }

  private Notice stillInUse(Facts user, UnderWay record) {
    Policy policy = steps.policy();
    return new Notice.StillInUse(
        user.user(),
        steps.seen(user, record.oldKey()),
        steps.seen(user.user(), user.keysBut(record.oldKey()).getLast()),
        AuditedEffects.after(
            record.day(),
            policy.deactivateDays()
                + (neverUsed(user, record)
                    ? Math.max(policy.deactivateDays(), policy.inUseGraceDays())
                    : policy.inUseGraceDays())));
  }

  private static boolean neverUsed(Facts user, UnderWay record) {
    return user.evidence()
        .ofNewKey(user.keysBut(record.oldKey()).getLast().id())
        .filter(seen -> seen.use() instanceof LastUse.Never)
        .isPresent();
  }

  private Notice neverFetched(Facts user, UnderWay record) {
    return new Notice.NeverFetched(
        user.user(),
        steps.seen(user, record.oldKey()),
        user.keysBut(record.oldKey()).getLast().id(),
        AuditedEffects.after(record.day(), 2 * steps.policy().deactivateDays()));
  }
}
