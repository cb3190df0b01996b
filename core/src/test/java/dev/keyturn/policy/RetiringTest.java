package dev.keyturn.policy;

import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.USED;
import static dev.keyturn.policy.Given.ago;
import static dev.keyturn.policy.Given.alice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.Deactivating;
import dev.keyturn.facts.RotationRecord.Deleting;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.facts.StoredFile;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.DeletionStep;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Decision.RestartGrace;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of users whose old key goes off, is off, or goes for good. */
class RetiringTest {
  private static final List<BiFunction<LocalDate, KeyId, UnderWay>> ALL =
      List.of(Deactivating::new, Deactivated::new, Deleting::new);

  private static Given oldOff() {
    return alice().inactive(OLD, 99).active(NEW, 30);
  }

  private static Given bothOn() {
    return alice().active(OLD, 99).active(NEW, 30);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void keepsTheOldKeyUntilItWasOffForItsTime(int days) {
    assertThat(oldOff().phase(Deactivated::new, days).decided())
        .isEqualTo(new Nothing(Reason.Nothing.RETENTION_RUNS));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 99})
  void deletesTheOldKeyOneDayPastItsTimeAndNotBefore(int days) {
    Decision delete =
        new Delete(
            Reason.Delete.RETENTION_OVER, new Deactivated(ago(days), OLD), DeletionStep.DELETING);
    assertThat(oldOff().phase(Deactivated::new, days).decided()).isEqualTo(delete);
    assertThat(alice().expired(OLD, 99).active(NEW, 30).phase(Deactivated::new, days).decided())
        .isEqualTo(delete);
  }

  @Test
  void keepsAKeyThatTheRecordSaysIsOffForAShorterTimeThanKeyturnSawIt() {
    for (int days : new int[] {0, 7}) {
      Given user = alice().inactive(OLD, 90).active(NEW, 60).phase(Deactivated::new, days);
      assertThat(user.seenInactive(40).decided())
          .isEqualTo(new Nothing(Reason.Nothing.RETENTION_RUNS));
    }
  }

  @Test
  void deletesNoReactivatedKeyButRestartsItsGrace() {
    Decision restart = new RestartGrace(OLD);
    assertThat(bothOn().phase(Deactivated::new, 8).decided()).isEqualTo(restart);
    assertThat(bothOn().phase(Deactivated::new, 0).decided()).isEqualTo(restart);
    assertThat(bothOn().phase(Deleting::new, 8).decided()).isEqualTo(restart);
  }

  @Test
  void touchesNothingWhereTheNewKeyWasSwitchedOffAndTheOldOneOn() {
    Given user = alice().active(OLD, 99).inactive(NEW, 30);
    assertThat(user.phase(Deactivated::new, 8).decided())
        .isEqualTo(new Hold(Reason.Hold.WRONG_KEY_OFF));
    assertThat(user.phase(Deleting::new, 8).decided())
        .isEqualTo(new Hold(Reason.Hold.WRONG_KEY_OFF));
  }

  @Test
  void resumesAnInterruptedDeactivation() {
    assertThat(
            bothOn()
                .phase(Deactivating::new, 0)
                .stored(true)
                .seen(NEW, USED, StoredFile.ABSENT)
                .decided())
        .isEqualTo(
            new Deactivate(
                Reason.Deactivate.RESUME_DEACTIVATION, OLD, DeactivationStep.DEACTIVATING));
    assertThat(oldOff().phase(Deactivating::new, 99).decided())
        .isEqualTo(
            new Deactivate(Reason.Deactivate.RESUME_DEACTIVATION, OLD, DeactivationStep.NOTIFYING));
  }

  @Test
  void forgetsADeactivationThatWasCutOffOnceNoOtherKeyIsActive() {
    assertThat(alice().active(OLD, 99).inactive(NEW, 30).phase(Deactivating::new, 0).decided())
        .isEqualTo(new Clear(Reason.Clear.NO_OTHER_ACTIVE_KEY));
    assertThat(alice().active(OLD, 99).expired(NEW, 30).phase(Deactivating::new, 0).decided())
        .isEqualTo(new Clear(Reason.Clear.NO_OTHER_ACTIVE_KEY));
  }

  @Test
  void countsTheDaysUntilDeletionSinceKeyturnSawTheKeyInactiveWhateverTheRecordSays() {
    for (Given user :
        List.of(oldOff().phase(Deactivated::new, 99), oldOff().phase(Deleting::new, 99))) {
      assertThat(user.seenInactive(8).decided()).isInstanceOf(Delete.class);
      for (Given tooEarly :
          List.of(user.seenInactive(7), user.seenInactive(-1), user.noted(Notes.none()))) {
        assertThat(tooEarly.decided()).isEqualTo(new Nothing(Reason.Nothing.RETENTION_RUNS));
      }
      assertThat(user.noted(Notes.unknown()).decided())
          .isEqualTo(new Hold(Reason.Hold.NOTES_UNREADABLE));
    }
  }

  @Test
  void holdsAKeyThatIsSwitchedOnAgainForTheSecondTime() {
    Notes once = Notes.none().reactivated(alice().facts().user(), OLD);
    for (Given user :
        List.of(bothOn().phase(Deactivated::new, 3), bothOn().phase(Deleting::new, 9))) {
      assertThat(user.decided()).isEqualTo(new RestartGrace(OLD));
      assertThat(user.noted(once).decided().reason()).isEqualTo(Reason.Hold.REACTIVATED_AGAIN);
    }
  }

  @Test
  void resumesAnInterruptedDeletion() {
    UnderWay record = new Deleting(ago(9), OLD);
    assertThat(oldOff().record(record).decided())
        .isEqualTo(new Delete(Reason.Delete.RESUME_DELETION, record, DeletionStep.DELETING));
    assertThat(alice().active(NEW, 30).record(record).decided())
        .isEqualTo(new Delete(Reason.Delete.RESUME_DELETION, record, DeletionStep.NOTIFYING));
  }

  @Test
  void touchesNothingInAnyPhaseWhereNoKeyWorks() {
    for (BiFunction<LocalDate, KeyId, UnderWay> phase : ALL) {
      Given old = alice().inactive(OLD, 99).phase(phase, 99);
      assertThat(old.decided()).isEqualTo(new Hold(Reason.Hold.NO_WORKING_KEY));
      assertThat(old.inactive(NEW, 30).decided()).isEqualTo(new Hold(Reason.Hold.NO_WORKING_KEY));
      assertThat(old.expired(NEW, 30).decided()).isEqualTo(new Hold(Reason.Hold.NO_WORKING_KEY));
    }
  }

  @Test
  void startsOverInAnyPhaseIfOnlyTheOldKeyIsLeftAndActive() {
    for (BiFunction<LocalDate, KeyId, UnderWay> phase : ALL) {
      assertThat(alice().active(OLD, 99).phase(phase, 99).decided())
          .isEqualTo(new Clear(Reason.Clear.NEW_KEY_GONE));
    }
  }

  @Test
  void forgetsARotationWhoseOldKeyTheOwnerDeleted() {
    for (Given user : List.of(alice(), alice().active(NEW, 3), alice().inactive(NEW, 3))) {
      assertThat(user.phase(Deactivating::new, 1).decided())
          .isEqualTo(new Clear(Reason.Clear.OLD_KEY_GONE));
      assertThat(user.phase(Deactivated::new, 99).decided())
          .isEqualTo(new Clear(Reason.Clear.OLD_KEY_GONE));
    }
  }
}
