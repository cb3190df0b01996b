package dev.keyturn.facts;

import static dev.keyturn.policy.Given.NEVER;
import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.TODAY;
import static dev.keyturn.policy.Given.alice;
import static dev.keyturn.policy.Given.noon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.Stored;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Given;
import dev.keyturn.policy.Planner;
import dev.keyturn.policy.Question;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remedies;
import dev.keyturn.policy.Remedy.Advice;
import dev.keyturn.policy.Setup;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An owner who cannot read the file of a new key: no rotation begins. */
class FileAccessTest {
  private static final Setup SETUP =
      new Setup(
          "email", "corp-keys", new BucketLayout.OneAccount(), "eu-west-1", List.of("date", "old"));

  private static final FileAccess REFUSED = new FileAccess.Refused("no policy allows it");
  private static final Given DUE = alice().active(OLD, 61).mailbox(new Mailbox.Open());

  private static Decision decide(Given user) {
    return Planner.decide(user.withNotes(), Given.POLICY, TODAY);
  }

  @Test
  void isHeldBeforeARotationBegins() {
    assertThat(decide(DUE)).isEqualTo(new Look(Reason.Rotate.OVERDUE, new Question.OfAccess()));
    assertThat(decide(DUE.access(REFUSED)))
        .isEqualTo(new Hold(Reason.Hold.CANNOT_FETCH, "no policy allows it"));
  }

  @Test
  void aMissingAnswerHoldsNoUser() {
    assertThat(decide(DUE.access(new FileAccess.Unknown("denied"))))
        .isInstanceOf(Rotate.class)
        .isEqualTo(decide(DUE.access(new FileAccess.Granted())));
  }

  @Test
  void isAskedBeforeAKeyIsMadeWhateverTheRecordSays() {
    Given begun = DUE.record(new Rotating(noon(1), OLD));
    assertThat(decide(begun))
        .isEqualTo(new Look(Reason.Rotate.RESUME_CREATE, new Question.OfAccess()));
    assertThat(decide(begun.access(REFUSED)))
        .isEqualTo(new Hold(Reason.Hold.CANNOT_FETCH, "no policy allows it"));
    Given orphan = begun.active(NEW, 1).creating().seen(NEW, NEVER, StoredFile.ABSENT);
    assertThat(decide(orphan.access(REFUSED)).reason()).isEqualTo(Reason.Hold.CANNOT_FETCH);
    assertThat(decide(orphan.access(new FileAccess.Granted())).reason())
        .isEqualTo(Reason.Rotate.RESUME_ORPHAN);
  }

  @Test
  void isNotAskedOfWhereNoKeyIsMade() {
    Given stored =
        DUE.active(NEW, 1)
            .record(new Stored(noon(1), OLD))
            .seen(NEW, NEVER, StoredFile.CREDENTIALS);
    assertThat(decide(stored)).isInstanceOf(Rotate.class).isEqualTo(decide(stored.access(REFUSED)));
    assertThat(decide(alice().active(OLD, 60))).isInstanceOf(Decision.Warn.class);
  }

  @Test
  void isFreedByTheGroupOfOwners() {
    Facts user = DUE.access(REFUSED).facts();
    assertThat(Remedies.mend(user, new Hold(Reason.Hold.CANNOT_FETCH, "no"), TODAY, SETUP))
        .isInstanceOfSatisfying(
            Advice.class,
            advice ->
                assertThat(advice.text())
                    .contains(
                        ": aws iam add-user-to-group --group-name GROUP --user-name alice\n"
                            + "Otherwise"));
  }
}
