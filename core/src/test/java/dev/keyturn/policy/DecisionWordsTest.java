package dev.keyturn.policy;

import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.alice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.RotationRecord.Deleting;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.DeletionStep;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words and the order that reports go by. */
class DecisionWordsTest {
  @Test
  void everyDecisionThatStandsInAReportHasOneOfSixWords() {
    assertThat(
            Stream.<Due>of(
                    new Warn(Reason.Warn.WARNING, List.of()),
                    new RestartGrace(OLD),
                    new Rotate(Reason.Rotate.OVERDUE, OLD, new Stage.Begin()),
                    new Deactivate(
                        Reason.Deactivate.GRACE_OVER, OLD, DeactivationStep.DEACTIVATING),
                    new Delete(
                        Reason.Delete.RETENTION_OVER,
                        new Deleting(Given.TODAY, OLD),
                        DeletionStep.DELETING),
                    new Clear(Reason.Clear.OLD_KEY_GONE),
                    new Hold(Reason.Hold.EXEMPT))
                .map(due -> due.verb().word()))
        .containsExactly("warn", "warn", "rotate", "deactivate", "delete", "clear", "hold");
  }

  @Test
  void aKeysStatusIsCalledAsIamCallsIt() {
    assertThat(KeyStatus.values())
        .extracting(KeyStatus::word)
        .containsExactly("Active", "Inactive", "Expired");
  }

  @Test
  void usersStandInTheOrderOfTheirNames() {
    assertThat(Stream.of("bob", "Zoe", "alice", "bob.b").map(UserName::new).sorted())
        .extracting(UserName::value)
        .containsExactly("Zoe", "alice", "bob", "bob.b");
  }

  @Test
  void aKeyThatWasJustMadeChangesNothingElseThatIsKnownOfItsUser() {
    Given before = alice().active(OLD, 61).exempt(new Exemption.Unreadable("smudged"));
    AccessKey made = new AccessKey(NEW, KeyStatus.ACTIVE, Given.noon(0));
    assertThat(before.facts().with(made)).isEqualTo(before.active(NEW, 0).facts());
  }
}
