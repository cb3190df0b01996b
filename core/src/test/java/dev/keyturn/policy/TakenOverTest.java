package dev.keyturn.policy;

import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.ago;
import static dev.keyturn.policy.Given.alice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.RotationRecord.Dated;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.DeletionStep;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Nothing;
import org.junit.jupiter.api.Test;

/** Plain dates, as another tool with the same tags writes them for every step. */
class TakenOverTest {
  private static Given oldOff(int newKeyAge, int dateAge) {
    return alice().inactive(OLD, 161).active(NEW, newKeyAge).phase(Dated::new, dateAge);
  }

  @Test
  void takesADateLongAfterTheNewKeyWasMadeForTheDayOfTheDeactivation() {
    assertThat(oldOff(18, 7).decided()).isEqualTo(new Nothing(Reason.Nothing.RETENTION_RUNS));
    assertThat(oldOff(19, 8).decided())
        .isEqualTo(
            new Delete(
                Reason.Delete.RETENTION_OVER, new Deactivated(ago(8), OLD), DeletionStep.DELETING));
  }

  @Test
  void takesADateUpToTheGraceAfterTheNewKeyWasMadeForTheDayOfTheRotation() {
    Decision turnedOff =
        new Deactivate(Reason.Deactivate.TURNED_OFF_BY_OWNER, OLD, DeactivationStep.RECORDING);
    assertThat(oldOff(18, 8).decided()).isEqualTo(turnedOff);
    assertThat(oldOff(99, 99).decided()).isEqualTo(turnedOff);
    assertThat(oldOff(99, 89).decided()).isEqualTo(turnedOff);
  }

  @Test
  void takesADateForThatOfTheRotationWhereTheNewKeyIsOff() {
    assertThat(alice().active(OLD, 161).inactive(NEW, 99).phase(Dated::new, 20).decided())
        .isEqualTo(new Hold(Reason.Hold.WRONG_KEY_OFF));
    assertThat(alice().inactive(OLD, 161).inactive(NEW, 99).phase(Dated::new, 20).decided())
        .isEqualTo(new Hold(Reason.Hold.NO_WORKING_KEY));
  }

  @Test
  void startsOverOrClearsTheRecordIfAKeyIsDeleted() {
    assertThat(alice().active(OLD, 161).phase(Dated::new, 20).decided())
        .isEqualTo(new Clear(Reason.Clear.NEW_KEY_GONE));
    assertThat(alice().active(NEW, 20).phase(Dated::new, 20).decided())
        .isEqualTo(new Clear(Reason.Clear.OLD_KEY_GONE));
  }
}
