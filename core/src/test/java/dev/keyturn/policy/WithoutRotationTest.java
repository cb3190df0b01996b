package dev.keyturn.policy;

import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.THIRD;
import static dev.keyturn.policy.Given.ago;
import static dev.keyturn.policy.Given.alice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Owner;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of users whose tags hold no rotation record. */
class WithoutRotationTest {
  private static final Decision ROTATE = new Rotate(Reason.Rotate.OVERDUE, OLD, new Stage.Begin());

  @Test
  void leavesAUserWithoutKeysAlone() {
    assertThat(alice().decided()).isEqualTo(new Nothing(Reason.Nothing.NO_ACTIVE_KEY));
  }

  @Test
  void leavesAUserWithOnlyInactiveKeysAlone() {
    Decision nothing = new Nothing(Reason.Nothing.NO_ACTIVE_KEY);
    assertThat(alice().inactive(OLD, 999).decided()).isEqualTo(nothing);
    assertThat(alice().expired(OLD, 999).decided()).isEqualTo(nothing);
    assertThat(alice().inactive(OLD, 999).expired(NEW, 999).decided()).isEqualTo(nothing);
  }

  @Test
  void warnsAboutAKeyOneDayPastTheWarningAgeAndNotBefore() {
    assertThat(alice().active(OLD, 30).decided()).isEqualTo(new Nothing(Reason.Nothing.YOUNG));
    Given past = alice().active(OLD, 31);
    assertThat(past.decided()).isEqualTo(new Warn(Reason.Warn.WARNING, past.facts().keys()));
  }

  @Test
  void replacesAKeyOneDayPastTheOverdueAgeAndNotBefore() {
    Given notYet = alice().active(OLD, 60);
    assertThat(notYet.decided()).isEqualTo(new Warn(Reason.Warn.WARNING, notYet.facts().keys()));
    assertThat(alice().active(OLD, 61).decided()).isEqualTo(ROTATE);
  }

  @Test
  void countsWholeUtcDaysWhateverTheTimeOfDay() {
    var lastSecond = ago(31).atTime(23, 59, 59).toInstant(ZoneOffset.UTC);
    var firstSecond = ago(30).atTime(0, 0).toInstant(ZoneOffset.UTC);
    assertThat(alice().key(OLD, KeyStatus.ACTIVE, lastSecond).decided()).isInstanceOf(Warn.class);
    assertThat(alice().key(OLD, KeyStatus.ACTIVE, firstSecond).decided())
        .isInstanceOf(Nothing.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {61, 100, 1_000, 100_000})
  void keepsTheOnlyActiveKeyHoweverOld(int age) {
    assertThat(alice().active(OLD, age).decided()).isEqualTo(ROTATE);
    assertThat(alice().active(OLD, age).inactive(NEW, age).decided()).isInstanceOf(Warn.class);
  }

  @Test
  void leavesAKeyFromTheFutureAlone() {
    assertThat(alice().active(OLD, -3).decided()).isEqualTo(new Nothing(Reason.Nothing.YOUNG));
  }

  @Test
  void warnsAboutEachOfTwoActiveKeysThatIsPastTheWarningAgeAndReplacesNone() {
    Given one = alice().active(OLD, 31).active(NEW, 30);
    assertThat(one.decided())
        .isEqualTo(new Warn(Reason.Warn.BOTH_ACTIVE, List.of(one.facts().keys().getFirst())));
    Given both = alice().active(OLD, 999).active(NEW, 61);
    assertThat(both.decided()).isEqualTo(new Warn(Reason.Warn.BOTH_ACTIVE, both.facts().keys()));
    assertThat(alice().active(OLD, 30).active(NEW, 30).decided())
        .isEqualTo(new Nothing(Reason.Nothing.YOUNG));
  }

  @Test
  void asksToRemoveTheInactiveKeyBesideAnAgeingOneAndNeverRemovesItUnasked() {
    for (Given aside : List.of(alice().inactive(NEW, 999), alice().expired(NEW, 999))) {
      assertThat(aside.active(OLD, 30).decided()).isEqualTo(new Nothing(Reason.Nothing.YOUNG));
      for (int age : List.of(31, 60, 61, 999)) {
        Given user = aside.active(OLD, age);
        assertThat(user.decided())
            .isEqualTo(
                new Warn(Reason.Warn.SLOT_TAKEN, List.of(user.facts().key(OLD).orElseThrow())));
      }
    }
  }

  @Test
  void takesThreeKeysAsItTakesTwo() {
    Given twoActive = alice().active(OLD, 99).inactive(NEW, 80).active(THIRD, 5);
    assertThat(twoActive.decided())
        .isEqualTo(new Warn(Reason.Warn.BOTH_ACTIVE, List.of(twoActive.facts().keys().getFirst())));
    Given oneActive = alice().active(OLD, 99).inactive(NEW, 80).expired(THIRD, 5);
    assertThat(oneActive.decided())
        .isEqualTo(new Warn(Reason.Warn.SLOT_TAKEN, List.of(oneActive.facts().keys().getFirst())));
  }

  @Test
  void replacesNoKeyOfAUserWithoutRoomForTheTagsButWarns() {
    assertThat(alice().room(false).active(OLD, 61).decided())
        .isEqualTo(new Hold(Reason.Hold.NO_ROOM_FOR_TAGS));
    assertThat(alice().room(false).active(OLD, 60).decided()).isInstanceOf(Warn.class);
  }

  @Test
  void leavesAUserWithoutAnAddressAlone() {
    assertThat(alice().owner(new Owner.None()).active(OLD, 999).decided())
        .isEqualTo(new Nothing(Reason.Nothing.NO_ADDRESS));
  }

  @Test
  void reportsAnAddressThatIsNoneAndTouchesNothing() {
    Given user = alice().owner(Owner.of("ask bob"));
    assertThat(user.active(OLD, 999).decided())
        .isEqualTo(new Hold(Reason.Hold.ADDRESS_INVALID, "'ask bob' is no mail address"));
    assertThat(user.inactive(OLD, 999).decided()).isInstanceOf(Nothing.class);
  }
}
