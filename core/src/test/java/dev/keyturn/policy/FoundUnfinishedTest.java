package dev.keyturn.policy;

import static dev.keyturn.policy.Given.NEVER;
import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.THIRD;
import static dev.keyturn.policy.Given.USED;
import static dev.keyturn.policy.Given.ago;
import static dev.keyturn.policy.Given.alice;
import static dev.keyturn.policy.Given.noon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.Stored;
import dev.keyturn.facts.StoredFile;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rotation that an earlier run began and did not end (design, section 4). */
class FoundUnfinishedTest {
  private static final Rotating ROTATING = new Rotating(noon(1), OLD);
  private static final Stored STORED = new Stored(noon(1), OLD);

  /** A run recorded that it creates a key, and noted it. */
  private static Given rotating() {
    return alice().active(OLD, 62).record(ROTATING).creating();
  }

  /** With a second key, created this number of seconds after the recorded instant. */
  private static Given withSecond(long seconds) {
    return rotating().key(NEW, KeyStatus.ACTIVE, noon(1).plusSeconds(seconds));
  }

  private static Rotate replace() {
    return new Rotate(Reason.Rotate.RESUME_ORPHAN, OLD, new Stage.Replace(ROTATING, NEW));
  }

  @Test
  void makesNoKeyWhileTheOldOneIsNotOverdueWhateverTheRecordSays() {
    for (int age : List.of(0, 60)) {
      Given young = alice().active(OLD, age).record(new Rotating(noon(0), OLD)).creating();
      assertThat(young.decided().reason()).isEqualTo(Reason.Hold.NOT_OVERDUE);
      assertThat(
              young
                  .key(NEW, KeyStatus.ACTIVE, noon(0))
                  .seen(NEW, NEVER, StoredFile.ABSENT)
                  .decided()
                  .reason())
          .isEqualTo(Reason.Hold.NOT_OVERDUE);
    }
  }

  @Test
  void makesNoKeyWhileItCannotBeNoted() {
    for (RotationRecord record : List.of(new RotationRecord.None(), new Rotating(noon(0), OLD))) {
      assertThat(alice().active(OLD, 61).record(record).noted(Notes.unknown()).decided())
          .isEqualTo(new Hold(Reason.Hold.NOTES_UNREADABLE));
    }
  }

  @Test
  void leavesASecondKeyThatNoRunHasNotedToItsOwner() {
    Given user = withSecond(5).seen(NEW, NEVER, StoredFile.ABSENT);
    Decision own = new Clear(Reason.Clear.OWN_KEY);
    assertThat(user.noted(Notes.none()).decided()).isEqualTo(own);
    for (Instant instant : List.of(noon(1).minusSeconds(116), noon(1).plusSeconds(126))) {
      assertThat(user.noted(creating(OLD, instant)).decided()).isEqualTo(own);
    }
    assertThat(user.noted(creating(THIRD, noon(1))).decided()).isEqualTo(own);
    assertThat(user.noted(creating(OLD, noon(1).minusSeconds(115))).decided()).isEqualTo(replace());
    assertThat(user.noted(Notes.unknown()).decided())
        .isEqualTo(new Hold(Reason.Hold.NOTES_UNREADABLE));
  }

  private static Notes creating(KeyId oldKey, Instant instant) {
    return Notes.none().creating(oldKey, new Notes.Creating(new UserName("alice"), instant));
  }

  @Test
  void holdsWhereNothingProvesAFileOrAMailMayHaveToldOfTheKey() {
    assertThat(withSecond(5).seen(NEW, NEVER, StoredFile.UNPROVEN).decided().reason())
        .isEqualTo(Reason.Hold.FILE_UNPROVEN);
    assertThat(withSecond(5).seen(NEW, NEVER, StoredFile.ABSENT).stored(true).decided().reason())
        .isEqualTo(Reason.Hold.NEVER_FETCHED);
  }

  @Test
  void replacesNoSecondKeyThatIsOlderThanNotesAreKept() {
    assertThat(secondMade(100).decided().reason()).isEqualTo(Reason.Rotate.RESUME_ORPHAN);
    assertThat(secondMade(101).decided())
        .isEqualTo(new Hold(Reason.Hold.NEVER_FETCHED, "a mail may have told the owner of " + NEW));
    assertThat(secondMade(101).stored(false).decided().reason())
        .isEqualTo(Reason.Rotate.RESUME_ORPHAN);
  }

  /** A second key of this age beside the record and the note of its rotation. */
  private static Given secondMade(int daysAgo) {
    return alice()
        .active(OLD, 200)
        .active(NEW, daysAgo)
        .record(new Rotating(noon(daysAgo), OLD))
        .creating()
        .seen(NEW, NEVER, StoredFile.ABSENT);
  }

  @Test
  void asksNoOwnerToFetchAMissingFile() {
    Given user = alice().active(OLD, 92).active(NEW, 31).record(new Stored(noon(31), OLD));
    Decision replace =
        new Rotate(
            Reason.Rotate.RESUME_ORPHAN, OLD, new Stage.Replace(new Rotating(noon(31), OLD), NEW));
    for (StoredFile file : List.of(StoredFile.ABSENT, StoredFile.CLAIM, StoredFile.OTHER)) {
      Given gone = user.seen(NEW, NEVER, file);
      assertThat(gone.stored(false).decided()).isEqualTo(replace);
      assertThat(gone.stored(true).decided()).isEqualTo(new Hold(Reason.Hold.NEVER_FETCHED));
      assertThat(gone.decided().reason()).isEqualTo(Reason.Hold.SUCCESSOR_UNPROVEN);
    }
  }

  @Test
  void saysFromWhichDayAKeyIsOldEnoughToBeReplaced() {
    assertThat(alice().active(OLD, 60).record(new Rotating(noon(0), OLD)).decided())
        .isEqualTo(
            new Hold(
                Reason.Hold.NOT_OVERDUE,
                "%s was made on %s and is not replaced before %s"
                    .formatted(OLD, ago(60), ago(-1))));
  }

  @Test
  void replacesNoNewKeyWhileItIsTheOnlyActiveOne() {
    Given user = alice().inactive(OLD, 92).active(NEW, 31).record(new Stored(noon(31), OLD));
    assertThat(user.seen(NEW, NEVER, StoredFile.ABSENT).stored(false).decided())
        .isEqualTo(new Hold(Reason.Hold.NEVER_FETCHED));
  }

  @Test
  void replacesNoKeyThatTheRecordedRotationCannotHaveMade() {
    Given user = alice().active(OLD, 92).active(NEW, 31).record(new Stored(noon(30), OLD));
    assertThat(user.seen(NEW, NEVER, StoredFile.ABSENT).stored(false).decided())
        .isEqualTo(new Hold(Reason.Hold.NEVER_FETCHED));
  }

  @Test
  void makesTheNewKeyWhereOnlyTheOldOneIsThere() {
    assertThat(rotating().decided())
        .isEqualTo(new Rotate(Reason.Rotate.RESUME_CREATE, OLD, new Stage.Make(ROTATING)));
  }

  @Test
  void looksWhatBecameOfASecondKeyBeforeItDoesAnything() {
    assertThat(withSecond(5).decided())
        .isEqualTo(new Look(Reason.Rotate.RESUME_ORPHAN, new Question.OfNewKey(NEW)));
    assertThat(withSecond(9_999).decided())
        .isEqualTo(new Look(Reason.Rotate.RESUME_ORPHAN, new Question.OfNewKey(NEW)));
  }

  @Test
  void announcesASecondKeyWhoseFileIsStored() {
    Decision announce = new Rotate(Reason.Rotate.RESUME_STORED, OLD, new Stage.Announce(NEW));
    for (LastUse use : List.of(NEVER, USED)) {
      assertThat(withSecond(5).seen(NEW, use, StoredFile.CREDENTIALS).decided())
          .isEqualTo(announce);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = StoredFile.class,
      names = {"ABSENT", "CLAIM"})
  void replacesASecondKeyWhoseSecretIsLost(StoredFile file) {
    for (long seconds : List.of(-120L, 0L, 60L, 120L)) {
      assertThat(withSecond(seconds).seen(NEW, NEVER, file).decided()).isEqualTo(replace());
    }
  }

  @Test
  void leavesASecondKeyThatWasUsedOrMadeAtAnotherTimeToItsOwner() {
    Decision own = new Clear(Reason.Clear.OWN_KEY);
    assertThat(withSecond(5).seen(NEW, USED, StoredFile.ABSENT).decided()).isEqualTo(own);
    assertThat(withSecond(121).seen(NEW, NEVER, StoredFile.ABSENT).decided()).isEqualTo(own);
    Given early = withSecond(-121).seen(NEW, NEVER, StoredFile.ABSENT);
    assertThat(early.decided()).isEqualTo(own);
    assertThat(early.noted(Notes.unknown()).decided()).isEqualTo(own);
  }

  @Test
  void takesTheOnlyKeyThatWorksForTheOwnersWhateverSpeaksAgainstIt() {
    Given off =
        alice().inactive(OLD, 62).record(ROTATING).creating().key(NEW, KeyStatus.ACTIVE, noon(1));
    assertThat(off.seen(NEW, NEVER, StoredFile.ABSENT).decided())
        .isEqualTo(new Clear(Reason.Clear.OWN_KEY));
    Given gone = alice().record(ROTATING).key(NEW, KeyStatus.ACTIVE, noon(1));
    assertThat(gone.seen(NEW, NEVER, StoredFile.ABSENT).decided())
        .isEqualTo(new Clear(Reason.Clear.OWN_KEY));
  }

  @Test
  void forgetsARotationWhoseKeysAreAllGone() {
    assertThat(alice().record(ROTATING).decided()).isEqualTo(new Clear(Reason.Clear.OLD_KEY_GONE));
    assertThat(alice().record(STORED).decided()).isEqualTo(new Clear(Reason.Clear.OLD_KEY_GONE));
  }

  @Test
  void touchesNothingWhereNoKeyWorks() {
    Decision hold = new Hold(Reason.Hold.NO_WORKING_KEY);
    for (RotationRecord record : List.of(ROTATING, STORED)) {
      Given old = alice().inactive(OLD, 62).record(record);
      assertThat(old.decided()).isEqualTo(hold);
      assertThat(old.key(NEW, KeyStatus.INACTIVE, noon(1)).decided()).isEqualTo(hold);
    }
  }

  @Test
  void findsTheOneOfSeveralKeysThatFitsAndElseTouchesNone() {
    Given fits = withSecond(5).active(THIRD, 30);
    assertThat(fits.decided())
        .isEqualTo(new Look(Reason.Rotate.RESUME_ORPHAN, new Question.OfNewKey(NEW)));
    assertThat(fits.seen(NEW, NEVER, StoredFile.ABSENT).decided()).isEqualTo(replace());
    assertThat(withSecond(5).key(THIRD, KeyStatus.ACTIVE, noon(1)).decided())
        .isEqualTo(new Hold(Reason.Hold.SEVERAL_NEW_KEYS));
    assertThat(withSecond(5).active(THIRD, 30).noted(Notes.none()).decided())
        .isEqualTo(new Clear(Reason.Clear.OWN_KEY));
    assertThat(withSecond(999).active(THIRD, 30).decided())
        .isEqualTo(new Clear(Reason.Clear.OWN_KEY));
    assertThat(withSecond(999).active(THIRD, 30).stored(false).decided())
        .as("noted, and not of this record")
        .isEqualTo(new Clear(Reason.Clear.OWN_KEY));
  }

  @Test
  void tellsTheOwnerOnceTheFileIsRecordedAndIsThere() {
    Decision notify = new Rotate(Reason.Rotate.RESUME_ANNOUNCE, OLD, new Stage.Notify(NEW));
    Given stored = alice().record(STORED).seen(NEW, NEVER, StoredFile.CREDENTIALS);
    assertThat(stored.active(OLD, 62).active(NEW, 1).decided()).isEqualTo(notify);
    assertThat(stored.active(OLD, 62).inactive(NEW, 1).decided()).isEqualTo(notify);
    assertThat(stored.inactive(OLD, 62).active(NEW, 1).decided()).isEqualTo(notify);
    assertThat(stored.active(NEW, 1).decided()).isEqualTo(notify);
  }

  @Test
  void startsOverIfTheOwnerDeletedTheStoredKey() {
    assertThat(alice().active(OLD, 62).record(STORED).decided())
        .isEqualTo(new Clear(Reason.Clear.NEW_KEY_GONE));
  }
}
