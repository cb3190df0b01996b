package dev.keyturn.run;

import dev.keyturn.mail.Notice;
import dev.keyturn.policy.AccessKey;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.Facts;
import dev.keyturn.policy.KeyId;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.RotationRecord.UnderWay;

/** Mails that change nothing. */
final class Warnings {
  private final Steps steps;

  Warnings(Steps steps) {
    this.steps = steps;
  }

  void warn(Facts user, Warn decision) {
    if (decision.reason() == Reason.WARNING) {
      AccessKey key = decision.keys().getFirst();
      steps.tell(
          user,
          new Notice.Warned(
              user.user(),
              steps.seen(user.user(), key),
              Steps.after(key.createdOn(), steps.policy().overdueDays())));
      return;
    }
    steps.tell(
        user,
        new Notice.SlotsTaken(
            user.user(),
            user.keys().stream().map(key -> steps.seen(user.user(), key)).toList(),
            decision.keys().stream().map(AccessKey::id).toList()));
  }

  /** Whether the owner, too, and not only the report, hears of a hold. */
  static boolean ownerHears(Hold hold) {
    return hold.reason() == Reason.NEVER_FETCHED || hold.reason() == Reason.WRONG_KEY_OFF;
  }

  /** Tells the owner of a hold that they {@linkplain #ownerHears hear} of. */
  void tellOfHold(Facts user, Hold hold) {
    if (!(user.record() instanceof UnderWay record)) {
      throw new IllegalStateException(hold.reason() + " without a rotation");
    }
    KeyId oldKey = record.oldKey();
    if (hold.reason() == Reason.WRONG_KEY_OFF) {
      steps.tell(
          user,
          new Notice.WrongKeyOff(user.user(), steps.seen(user, oldKey), user.keysBut(oldKey)));
      return;
    }
    steps.tell(
        user,
        new Notice.NeverFetched(
            user.user(),
            steps.seen(user, oldKey),
            user.keysBut(oldKey).getLast().id(),
            Steps.after(record.day(), 2 * steps.policy().deactivateDays())));
  }
}
