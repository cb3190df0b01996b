package dev.keyturn.policy;

import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.POLICY;
import static dev.keyturn.policy.Given.TODAY;
import static dev.keyturn.policy.Given.alice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.FileAccess;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user without a rotation whose key an administrator ordered to replace. */
class OrderedTest {
  private static final Decision ORDERED = new Rotate(Reason.Rotate.ORDERED, OLD, new Stage.Begin());
  private static final Decision COMPROMISED =
      new Rotate(Reason.Rotate.COMPROMISED, OLD, new Stage.Begin());

  private static List<AccessKey> old(Given user) {
    return List.of(user.facts().key(OLD).orElseThrow());
  }

  private static Decision decide(Given user) {
    return Planner.decide(user.facts(), POLICY, TODAY);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 30, 31, 60, 61, 999})
  void replacesTheKeyWhateverItsAgeAndKeepsTheKindOfTheOrder(int age) {
    assertThat(alice().active(OLD, age).ordered(false).decided()).isEqualTo(ORDERED);
    assertThat(alice().active(OLD, age).ordered(true).decided()).isEqualTo(COMPROMISED);
  }

  @Test
  void asksTheOwnerForRoomWhereTheUserHasAnotherKey() {
    for (boolean compromised : List.of(false, true)) {
      Given both = alice().active(OLD, 3).active(NEW, 2).ordered(compromised);
      assertThat(both.decided()).isEqualTo(new Warn(Reason.Warn.BOTH_ACTIVE, old(both)));
      for (Given aside :
          List.of(
              alice().active(OLD, 3).inactive(NEW, 2), alice().active(OLD, 3).expired(NEW, 2))) {
        assertThat(aside.ordered(compromised).decided())
            .isEqualTo(new Warn(Reason.Warn.SLOT_TAKEN, old(aside)));
      }
    }
  }

  @Test
  void isHeldWhereTheRecordHasNoRoom() {
    for (boolean compromised : List.of(false, true)) {
      assertThat(alice().active(OLD, 3).room(false).ordered(compromised).decided())
          .isEqualTo(new Hold(Reason.Hold.NO_ROOM_FOR_TAGS));
    }
  }

  @Test
  void isNoOrderAboutAnotherKeyOrOneThatIsOff() {
    assertThat(alice().inactive(OLD, 999).active(NEW, 3).ordered(true).decided())
        .isEqualTo(new Nothing(Reason.Nothing.YOUNG));
    assertThat(alice().inactive(OLD, 999).ordered(true).decided())
        .isEqualTo(new Nothing(Reason.Nothing.NO_ACTIVE_KEY));
  }

  @Test
  void waitsForAnOwnerWhoCannotFetchTheFileUnlessAnAdministratorFetchesIt() {
    Given ahead = alice().active(OLD, 3).ordered(false).mailbox(new Mailbox.Open());
    assertThat(decide(ahead)).isEqualTo(new Look(Reason.Rotate.ORDERED, new Question.OfAccess()));
    assertThat(decide(ahead.access(new FileAccess.Refused("denied"))))
        .isEqualTo(new Hold(Reason.Hold.CANNOT_FETCH, "denied"));
    assertThat(decide(ahead.access(new FileAccess.Granted()))).isEqualTo(ORDERED);
    assertThat(decide(ahead.access(new FileAccess.Unknown("no answer")))).isEqualTo(ORDERED);
    Given compromised = alice().active(OLD, 3).ordered(true).mailbox(new Mailbox.Open());
    assertThat(decide(compromised)).isEqualTo(COMPROMISED);
    assertThat(decide(compromised.access(new FileAccess.Refused("denied")))).isEqualTo(COMPROMISED);
  }
}
