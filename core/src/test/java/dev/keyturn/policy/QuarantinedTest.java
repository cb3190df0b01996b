package dev.keyturn.policy;

import static dev.keyturn.policy.Given.NEVER;
import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.USED;
import static dev.keyturn.policy.Given.ago;
import static dev.keyturn.policy.Given.alice;
import static dev.keyturn.policy.Given.noon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.Deactivating;
import dev.keyturn.facts.RotationRecord.Deleting;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.Stored;
import dev.keyturn.facts.RotationRecord.Unreadable;
import dev.keyturn.facts.StoredFile;
import dev.keyturn.policy.Decision.Hold;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A user to whom AWS has attached the quarantine policy. */
class QuarantinedTest {
  private static final Decision HELD =
      new Hold(Reason.Hold.QUARANTINED, "the policy AWSCompromisedKeyQuarantineV3 is attached");
  private static final Given REPLACED =
      alice().active(OLD, 72).active(NEW, 11).phase(Rotated::new, 11);
  private static final Given OFF = alice().inactive(OLD, 80).active(NEW, 19);

  private static final Map<String, Given> DUE =
      Map.of(
          "nothing", alice().active(OLD, 3),
          "no address", alice().active(OLD, 3).owner(new Owner.None()),
          "an address that is none", alice().active(OLD, 3).owner(new Owner.Unreachable("n/a")),
          "an unreadable record", alice().active(OLD, 3).record(new Unreadable("smudged")),
          "a warning", alice().active(OLD, 31),
          "a rotation", alice().active(OLD, 61),
          "a key to be made", alice().active(OLD, 61).record(new Rotating(noon(1), OLD)),
          "a deactivation", REPLACED.seen(NEW, USED, StoredFile.ABSENT),
          "a deletion", OFF.phase(Deactivated::new, 8).seenInactive(8));

  private static final Map<String, Given> STARTED =
      Map.of(
          "a stored file",
              alice()
                  .active(OLD, 61)
                  .active(NEW, 1)
                  .record(new Rotating(noon(1), OLD))
                  .seen(NEW, NEVER, StoredFile.CREDENTIALS),
          "an owner untold",
              alice()
                  .active(OLD, 61)
                  .active(NEW, 1)
                  .record(new Stored(noon(1), OLD))
                  .seen(NEW, NEVER, StoredFile.CREDENTIALS),
          "off, without a mail", OFF.phase(Deactivating::new, 0),
          "off by the owner's hand", OFF.phase(Rotated::new, 3),
          "switched on again", REPLACED.phase(Deactivated::new, 3),
          "deleted, without a mail", alice().active(NEW, 19).phase(Deleting::new, 8),
          "a new key that is gone", alice().active(OLD, 72).phase(Rotated::new, 3));

  private static Notes announced(boolean compromised) {
    return Notes.none()
        .ordered(OLD, new Notes.Order(alice().facts().user(), ago(1), compromised))
        .stored(
            NEW,
            new Notes.File(
                alice().facts().user(), ago(1), new Fingerprint(100, Optional.of("tag")), true));
  }

  @Test
  void isHeldWhateverIsDueAndIfNothingIs() {
    DUE.forEach(
        (what, user) -> {
          assertThat(user.decided()).as(what).isNotEqualTo(HELD);
          assertThat(user.quarantined().decided()).as(what).isEqualTo(HELD);
        });
  }

  @Test
  void isNotHeldBeforeWhatAnEarlierRunStartedIsFinished() {
    STARTED.forEach(
        (what, user) -> {
          assertThat(user.decided()).as(what).isInstanceOf(Decision.Due.class).isNotEqualTo(HELD);
          assertThat(user.quarantined().decided()).as(what).isEqualTo(user.decided());
        });
  }

  @Test
  void isRotatedAndShutOutByTheOrderAboutACompromisedKeyAndByNoOther() {
    Given young = alice().active(OLD, 3).quarantined();
    assertThat(young.ordered(true).decided().reason()).isEqualTo(Reason.Rotate.COMPROMISED);
    assertThat(young.ordered(false).decided()).isEqualTo(HELD);
    Given replaced = alice().active(OLD, 3).active(NEW, 0).phase(Rotated::new, 0).quarantined();
    assertThat(replaced.noted(announced(true)).decided().reason())
        .isEqualTo(Reason.Deactivate.SHUT_OUT);
    assertThat(replaced.noted(announced(false)).decided()).isEqualTo(HELD);
  }

  @Test
  void losesTheCompromisedKeyWhenItsTimeIsOverAndIsHeldUntilThen() {
    for (boolean compromised : new boolean[] {true, false}) {
      Given over = OFF.phase(Deactivated::new, 8).quarantined();
      Decision decision =
          over.noted(announced(compromised).deactivated(over.facts().user(), OLD, ago(8)))
              .decided();
      assertThat(decision.reason())
          .isEqualTo(compromised ? Reason.Delete.RETENTION_OVER : Reason.Hold.QUARANTINED);
    }
    Given notYet = OFF.phase(Deactivated::new, 7).quarantined();
    assertThat(
            notYet.noted(announced(true).deactivated(notYet.facts().user(), OLD, ago(7))).decided())
        .isEqualTo(HELD);
  }

  @Test
  void isNotAskedForRoomThoughTheKeyIsCompromised() {
    assertThat(alice().active(OLD, 3).active(NEW, 2).ordered(true).quarantined().decided())
        .isEqualTo(HELD);
  }
}
