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
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.UnusedKeys;
import java.time.LocalDate;

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
      LocalDate accepted =
          steps.notifyOwner(
              user,
              new Notice.Warned(
                  user.user(),
                  steps.reported(user, key),
                  NoticePeriod.replacedOn(user, key, steps.policy(), today)));
      steps.warned(user, key, accepted);
      return;
    }
    if (decision.reason() == Reason.Warn.UNUSED) {
      unused(user, decision.keys().getFirst());
      return;
    }
    steps.notifyOwner(
        user,
        new Notice.SlotsTaken(
            user.user(),
            user.keys().stream().map(key -> steps.reported(user, key)).toList(),
            decision.keys().stream().map(AccessKey::id).toList()));
  }

  private void unused(Facts user, AccessKey key) {
    LocalDate today = steps.today();
    LocalDate accepted =
        steps.notifyOwner(
            user,
            new Notice.Unused(
                user.user(),
                steps.reported(user, key),
                UnusedKeys.deactivatedOn(user, key, steps.policy(), today)));
    steps.unused(user, key, UnusedKeys.warnedOn(user, key, steps.policy(), accepted));
  }

  /**
   * Notifies the owner of a hold for which {@link Hold#notifiesOwner} is true. Each of these mails
   * is about the old key; where it is gone, the report alone says what is wrong.
   */
  void notifyOfHold(Facts user, Hold hold) {
    if (!(user.record() instanceof UnderWay record)) {
      throw new IllegalStateException(hold.reason() + " without a rotation");
    }
    if (user.key(record.oldKey()).isPresent()) {
      steps.notifyOwner(user, notice(hold, user, record));
    }
  }

  private Notice notice(Hold hold, Facts user, UnderWay record) {
    return switch (hold.reason()) {
      case WRONG_KEY_OFF -> wrongKeyOff(user, record);
      case STILL_IN_USE -> stillInUse(user, record);
      case NEVER_FETCHED -> neverFetched(user, record);
      default -> throw new IllegalStateException(hold.reason() + " is not mailed to owners");
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
        steps.after(
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
        steps.after(record.day(), 2 * steps.policy().deactivateDays()));
  }
}
