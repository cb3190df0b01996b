package dev.keyturn.policy;

import static dev.keyturn.policy.Given.NEVER;
import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.THIRD;
import static dev.keyturn.policy.Given.USED;
import static dev.keyturn.policy.Given.ago;
import static dev.keyturn.policy.Given.alice;
import static dev.keyturn.policy.Given.noon;
import static dev.keyturn.policy.Given.usedDaysAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.RotationRecord.Dated;
import dev.keyturn.facts.RotationRecord.Deactivating;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.StoredFile;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import dev.keyturn.policy.Decision.Nothing;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of users whose key was replaced: what happens to the old one, and when. */
class GraceTest {
  private static final Decision OFF =
      new Deactivate(Reason.Deactivate.GRACE_OVER, OLD, DeactivationStep.DEACTIVATING);

  private static Given bothActive(int daysSinceRotation) {
    return alice()
        .active(OLD, 61 + daysSinceRotation)
        .active(NEW, daysSinceRotation)
        .phase(Rotated::new, daysSinceRotation)
        .stored(true);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10})
  void leavesTheOldKeyOnDuringItsGrace(int days) {
    assertThat(bothActive(days).decided()).isEqualTo(new Nothing(Reason.Nothing.GRACE_RUNS));
  }

  @Test
  void looksAtTheNewKeyBeforeItSwitchesTheOldOneOff() {
    assertThat(bothActive(11).decided())
        .isEqualTo(new Look(Reason.Deactivate.GRACE_OVER, new Question.OfNewKey(NEW)));
  }

  @Test
  void switchesTheOldKeyOffOneDayPastTheGraceIfTheNewOneWasUsedOrItsFileIsThere() {
    assertThat(bothActive(11).seen(NEW, USED, StoredFile.ABSENT).decided()).isEqualTo(OFF);
    assertThat(unused(11, StoredFile.CREDENTIALS).oldKeyUsed(NEVER).decided()).isEqualTo(OFF);
    assertThat(bothActive(11).seen(NEW, USED, StoredFile.CREDENTIALS).decided()).isEqualTo(OFF);
  }

  /** An administrator ordered to replace a young key. */
  @Test
  void aYoungKeyIsDeactivatedBesideASuccessorThatKeyturnStored() {
    assertThat(
            alice()
                .active(OLD, 20)
                .active(NEW, 11)
                .phase(Rotated::new, 11)
                .stored(true)
                .seen(NEW, USED, StoredFile.CREDENTIALS)
                .oldKeyUsed(NEVER)
                .decided())
        .isEqualTo(OFF);
  }

  @ParameterizedTest
  @EnumSource(
      value = StoredFile.class,
      names = {"ABSENT", "CLAIM"})
  void holdsForAnotherGraceWhereTheNewKeyWasNeverUsedAndItsFileIsGone(StoredFile file) {
    for (int days : List.of(11, 15, 20)) {
      assertThat(bothActive(days).seen(NEW, NEVER, file).decided())
          .isEqualTo(new Hold(Reason.Hold.NEVER_FETCHED));
    }
    assertThat(unused(21, file).oldKeyUsed(usedDaysAgo(4)).decided()).isEqualTo(OFF);
    assertThat(unused(21, file).oldKeyUsed(NEVER).decided()).isEqualTo(OFF);
  }

  /** Rotated a number of days ago, and the new key was never used. */
  private static Given unused(int days, StoredFile file) {
    return bothActive(days).seen(NEW, NEVER, file);
  }

  @ParameterizedTest
  @EnumSource(
      value = StoredFile.class,
      names = {"ABSENT", "CLAIM", "OTHER"})
  void keepsAnOldKeyInUseWhileTheNewOneCannotBeFetched(StoredFile file) {
    for (int days : List.of(21, 400)) {
      assertThat(unused(days, file).oldKeyUsed(usedDaysAgo(3)).decided().reason())
          .isEqualTo(Reason.Hold.NEVER_FETCHED);
    }
  }

  @Test
  void waitsForAnotherGraceWhileTheOldKeyIsInUseAndTheNewOneWasNeverUsed() {
    for (int days : List.of(11, 20)) {
      assertThat(unused(days, StoredFile.CREDENTIALS).decided())
          .isEqualTo(new Look(Reason.Deactivate.GRACE_OVER, new Question.OfOldKey(OLD)));
      assertThat(unused(days, StoredFile.CREDENTIALS).oldKeyUsed(USED).decided().reason())
          .isEqualTo(Reason.Hold.STILL_IN_USE);
    }
    assertThat(unused(21, StoredFile.CREDENTIALS).oldKeyUsed(USED).decided()).isEqualTo(OFF);
  }

  @Test
  void keepsAnOldKeyThatIsInUseWhereNothingProvesTheFileOfTheNewOne() {
    assertThat(unused(20, StoredFile.UNPROVEN).oldKeyUsed(USED).decided().reason())
        .isEqualTo(Reason.Hold.STILL_IN_USE);
    assertThat(unused(21, StoredFile.UNPROVEN).oldKeyUsed(USED).decided().reason())
        .isEqualTo(Reason.Hold.FILE_UNPROVEN);
    assertThat(unused(21, StoredFile.UNPROVEN).oldKeyUsed(NEVER).decided()).isEqualTo(OFF);
  }

  @Test
  void keepsAnOldKeyInUseOrNotOverdueThatOnlyTheRecordSaysIsReplaced() {
    for (int days : List.of(11, 21, 400)) {
      Given forged = bothActive(days).noted(Notes.none()).seen(NEW, USED, StoredFile.ABSENT);
      assertThat(forged.decided())
          .isEqualTo(new Look(Reason.Deactivate.GRACE_OVER, new Question.OfOldKey(OLD)));
      assertThat(forged.oldKeyUsed(usedDaysAgo(3)).decided().reason())
          .isEqualTo(Reason.Hold.SUCCESSOR_UNPROVEN);
      assertThat(forged.oldKeyUsed(usedDaysAgo(4)).decided()).isEqualTo(OFF);
      assertThat(forged.noted(Notes.unknown()).oldKeyUsed(USED).decided().reason())
          .isEqualTo(Reason.Hold.NOTES_UNREADABLE);
    }
    Given older = alice().active(OLD, 61).active(NEW, 62).phase(Rotated::new, 30).stored(true);
    assertThat(older.seen(NEW, USED, StoredFile.ABSENT).oldKeyUsed(USED).decided().reason())
        .as("Keyturn made the new key before the old one")
        .isEqualTo(Reason.Hold.SUCCESSOR_UNPROVEN);
    Given young = alice().active(OLD, 60).active(NEW, 30).phase(Rotated::new, 30);
    for (LastUse use : List.of(NEVER, USED)) {
      assertThat(young.seen(NEW, use, StoredFile.ABSENT).oldKeyUsed(NEVER).decided())
          .isEqualTo(
              new Hold(
                  Reason.Hold.SUCCESSOR_UNPROVEN,
                  "Keyturn has not noted that it stored %s; %s was made on %s and is not overdue"
                      .formatted(NEW, OLD, ago(60))));
    }
  }

  @Test
  void keepsBothKeysWhileTheRecordSaysRotatedAndTheNotesSayThatNoMailWasAccepted() {
    for (StoredFile file : List.of(StoredFile.ABSENT, StoredFile.OTHER)) {
      for (int days : List.of(11, 20, 21, 300)) {
        assertThat(unused(days, file).oldKeyUsed(NEVER).stored(false).decided())
            .isEqualTo(new Hold(Reason.Hold.NEVER_FETCHED));
      }
      assertThat(unused(20, file).stored(true).decided())
          .isEqualTo(new Hold(Reason.Hold.NEVER_FETCHED));
    }
    assertThat(unused(21, StoredFile.ABSENT).oldKeyUsed(NEVER).stored(true).decided())
        .isEqualTo(OFF);
  }

  @Test
  void keepsTheOldKeyBesideOneThatARunNotedToCreateAndDidNotStoreWhateverTheRecordSays() {
    for (StoredFile file : List.of(StoredFile.ABSENT, StoredFile.UNPROVEN)) {
      for (int days : List.of(21, 300)) {
        Given rotated = unused(days, file).oldKeyUsed(NEVER);
        assertThat(rotated.noted(creating(noon(days))).decided())
            .isEqualTo(new Hold(Reason.Hold.NEVER_FETCHED));
        assertThat(rotated.noted(creating(noon(days + 1))).decided()).isEqualTo(OFF);
      }
    }
  }

  private static Notes creating(Instant instant) {
    return Notes.none().creating(OLD, new Notes.Creating(alice().facts().user(), instant));
  }

  @Test
  void theGraceThatKeyturnNotedRunsWhateverTheRecordSays() {
    for (Given forged :
        List.of(
            alice().active(OLD, 90).active(NEW, 30).phase(Rotated::new, 29),
            alice().active(OLD, 90).active(NEW, 30).phase(Deactivating::new, 0))) {
      Given used = forged.seen(NEW, USED, StoredFile.ABSENT);
      assertThat(used.stored(ago(10), true).decided())
          .isEqualTo(new Nothing(Reason.Nothing.GRACE_RUNS));
      assertThat(used.stored(ago(11), true).decided()).isInstanceOf(Deactivate.class);
      assertThat(used.stored(ago(-1), true).decided())
          .as("a wrong clock noted it")
          .isInstanceOf(Deactivate.class);
    }
  }

  @Test
  void noKeyIsDeactivatedWhileTheNotesCannotBeRead() {
    for (LastUse use : List.of(NEVER, USED)) {
      assertThat(
              bothActive(21)
                  .noted(Notes.unknown())
                  .seen(NEW, use, StoredFile.CREDENTIALS)
                  .oldKeyUsed(NEVER)
                  .decided())
          .isEqualTo(new Hold(Reason.Hold.NOTES_UNREADABLE));
    }
  }

  @Test
  void aKeyThatNoRunNotedIsNotSaidToBeNeverFetched() {
    Given own = alice().active(OLD, 90).active(NEW, 30).seen(NEW, NEVER, StoredFile.ABSENT);
    assertThat(own.phase(Rotated::new, 15).decided())
        .isEqualTo(
            new Hold(
                Reason.Hold.SUCCESSOR_UNPROVEN,
                "Keyturn has not noted that it stored %s; %s is not deactivated while %s was never used"
                    .formatted(NEW, OLD, NEW)));
    assertThat(own.phase(Rotated::new, 29).oldKeyUsed(USED).decided().reason())
        .isEqualTo(Reason.Hold.SUCCESSOR_UNPROVEN);
  }

  @Test
  void keepsTheOldKeyWhileTheNewOneIsTooYoungWhateverTheRecordSays() {
    for (Given user :
        List.of(
            alice().active(OLD, 70).active(NEW, 10).phase(Rotated::new, 40),
            alice().active(OLD, 70).active(NEW, 1).phase(Dated::new, 11),
            alice().active(OLD, 70).active(NEW, 0).phase(Deactivating::new, 40))) {
      assertThat(user.seen(NEW, USED, StoredFile.CREDENTIALS).oldKeyUsed(NEVER).decided().reason())
          .isEqualTo(Reason.Hold.NEW_KEY_TOO_YOUNG);
    }
  }

  @Test
  void saysFromWhichDayANewKeyIsOldEnough() {
    Given user = alice().active(OLD, 70).active(NEW, 10).phase(Rotated::new, 40);
    assertThat(user.seen(NEW, USED, StoredFile.CREDENTIALS).decided())
        .isEqualTo(
            new Hold(
                Reason.Hold.NEW_KEY_TOO_YOUNG,
                "%s was made on %s; %s is not deactivated before %s"
                    .formatted(NEW, ago(10), OLD, ago(-1))));
  }

  @Test
  void countsTheGraceFromTheRecordedDayIfTheNewKeyIsOlder() {
    Given user = alice().active(OLD, 91).active(NEW, 30).phase(Rotated::new, 15);
    assertThat(user.seen(NEW, NEVER, StoredFile.CREDENTIALS).oldKeyUsed(USED).decided().reason())
        .isEqualTo(Reason.Hold.STILL_IN_USE);
  }

  @Test
  void takesNoEvidenceAboutAnotherKey() {
    assertThat(bothActive(11).seen(OLD, USED, StoredFile.CREDENTIALS).decided())
        .isEqualTo(new Look(Reason.Deactivate.GRACE_OVER, new Question.OfNewKey(NEW)));
  }

  @Test
  void countsFromTodayWhereTheOwnerSwitchedTheOldKeyOffFirst() {
    Decision record =
        new Deactivate(Reason.Deactivate.TURNED_OFF_BY_OWNER, OLD, DeactivationStep.RECORDING);
    for (int days : List.of(0, 10, 11, 99)) {
      Given user = alice().active(NEW, days).phase(Rotated::new, days);
      assertThat(user.inactive(OLD, 161).decided()).isEqualTo(record);
      assertThat(user.expired(OLD, 161).decided()).isEqualTo(record);
    }
  }

  @Test
  void touchesNothingWhereTheOwnerSwitchedTheWrongKeyOff() {
    for (int days : List.of(0, 11, 99)) {
      Given user = alice().active(OLD, 161).phase(Rotated::new, days);
      assertThat(user.inactive(NEW, days).decided()).isEqualTo(new Hold(Reason.Hold.WRONG_KEY_OFF));
      assertThat(user.expired(NEW, days).decided()).isEqualTo(new Hold(Reason.Hold.WRONG_KEY_OFF));
    }
  }

  @Test
  void startsOverIfTheOwnerDeletedTheNewKey() {
    assertThat(alice().active(OLD, 161).phase(Rotated::new, 11).decided())
        .isEqualTo(new Clear(Reason.Clear.NEW_KEY_GONE));
  }

  @Test
  void touchesNothingWhereNoKeyWorks() {
    Given old = alice().inactive(OLD, 161).phase(Rotated::new, 99);
    assertThat(old.decided()).isEqualTo(new Hold(Reason.Hold.NO_WORKING_KEY));
    assertThat(old.inactive(NEW, 99).decided()).isEqualTo(new Hold(Reason.Hold.NO_WORKING_KEY));
    assertThat(old.expired(NEW, 99).decided()).isEqualTo(new Hold(Reason.Hold.NO_WORKING_KEY));
  }

  @Test
  void forgetsARotationThatItsOwnerFinished() {
    Given user = alice().phase(Rotated::new, 3);
    assertThat(user.decided()).isEqualTo(new Clear(Reason.Clear.OLD_KEY_GONE));
    assertThat(user.active(NEW, 3).decided()).isEqualTo(new Clear(Reason.Clear.OLD_KEY_GONE));
    assertThat(user.inactive(NEW, 3).decided()).isEqualTo(new Clear(Reason.Clear.OLD_KEY_GONE));
  }

  @Test
  void takesThreeKeysAsItTakesTwo() {
    Given third = bothActive(11).inactive(THIRD, 5);
    assertThat(third.decided())
        .isEqualTo(new Look(Reason.Deactivate.GRACE_OVER, new Question.OfNewKey(NEW)));
    assertThat(third.seen(NEW, USED, StoredFile.ABSENT).decided()).isEqualTo(OFF);
  }

  @Test
  void takesAPlainDateWithBothKeysActiveForTheDayOfTheRotation() {
    for (int days : List.of(0, 10, 11, 20, 21)) {
      assertThat(bothActive(days).phase(Dated::new, days).decided())
          .isEqualTo(bothActive(days).decided());
    }
  }
}
