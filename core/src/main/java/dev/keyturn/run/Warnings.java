package dev.keyturn.run;

import dev.keyturn.mail.Notice;
import dev.keyturn.mail.SeenKey;
import dev.keyturn.policy.AccessKey;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.Facts;
import dev.keyturn.policy.KeyId;
import dev.keyturn.policy.Policy;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.RotationRecord.UnderWay;
import java.util.List;

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
    return switch (hold.reason()) {
      case NEVER_FETCHED, STILL_IN_USE, WRONG_KEY_OFF -> true;
      default -> false;
    };
  }

  /** Tells the owner of a hold that they {@linkplain #ownerHears hear} of. */
  void tellOfHold(Facts user, Hold hold) {
    if (!(user.record() instanceof UnderWay record)) {
      throw new IllegalStateException(hold.reason() + " without a rotation");
    }
    KeyId oldKey = record.oldKey();
    Policy policy = steps.policy();
    List<AccessKey> newKeys = user.keysBut(oldKey);
    SeenKey old = steps.seen(user, oldKey);
    steps.tell(
        user,
        switch (hold.reason()) {
          case WRONG_KEY_OFF ->
              new Notice.WrongKeyOff(
                  user.user(),
                  old,
                  newKeys.stream().map(key -> steps.seen(user.user(), key)).toList());
          case STILL_IN_USE ->
              new Notice.StillInUse(
                  user.user(),
                  old,
                  steps.seen(user.user(), newKeys.getLast()),
                  Steps.after(record.day(), policy.deactivateDays() + policy.inUseGraceDays()));
          case NEVER_FETCHED ->
              new Notice.NeverFetched(
                  user.user(),
                  old,
                  newKeys.getLast().id(),
                  Steps.after(record.day(), 2 * policy.deactivateDays()));
          default -> throw new IllegalStateException(hold.reason() + " is not told to owners");
        });
  }
}
