package dev.keyturn.policy;

import dev.keyturn.facts.Facts;
import dev.keyturn.facts.Notes;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Remedy.Advice;
import java.util.Optional;

/**
 * A key of a user may be in other hands: AWS or an administrator says so.
 *
 * @param advice what a person does about it; empty where Keyturn replaces the key or deactivates it
 */
public record Exposure(Optional<Advice> advice) {
  /** The exposure of a user for whom something was decided; empty for most users. */
  public static Optional<Exposure> of(Facts user, Decision decision, Setup setup) {
    UserAdvice advice = new UserAdvice(user, setup);
    return endsIt(decision, user.evidence().notes())
        ? Optional.of(new Exposure(Optional.empty()))
        : ExposedKeys.hold(user)
            .map(hold -> advice(hold, advice))
            .or(() -> advice.carryOutOrder(decision))
            .map(found -> new Exposure(Optional.of(found)));
  }

  private static Advice advice(Hold hold, UserAdvice advice) {
    return hold.reason() == Reason.Hold.EXPOSED ? advice.endExposure() : advice.answerExposure();
  }

  private static boolean endsIt(Decision decision, Notes notes) {
    return (decision instanceof Rotate rotate && notes.isCompromised(rotate.oldKey()))
        || (decision instanceof Deactivate deactivate && notes.isCompromised(deactivate.oldKey()));
  }
}
