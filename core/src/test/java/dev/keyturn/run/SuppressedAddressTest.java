package dev.keyturn.run;

import static dev.keyturn.run.Lab.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.policy.EmailAddress;
import dev.keyturn.policy.KeyStatus;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Verb;
import dev.keyturn.run.Weather.Fate;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Nothing is begun for an owner whom no mail reaches. */
class SuppressedAddressTest {
  private static final List<Supplier<Lab>> DUE = List.of(Lab::rotationDue, Lab::deactivationDue);
  private static final String ASKED = "suppression of alice@corp.example";

  private static Lab suppressed(Lab lab) {
    lab.aws.suppressed.put(new EmailAddress("alice@corp.example"), "COMPLAINT");
    return lab;
  }

  @Test
  void isHeldAndTouchedByNothing() {
    for (Supplier<Lab> due : DUE) {
      Lab.Done done = suppressed(due.get()).apply();
      assertThat(done.row().decision().reason()).isEqualTo(Reason.ADDRESS_SUPPRESSED);
      assertThat(done.row().decision().toString())
          .contains("SES suppresses alice@corp.example since a COMPLAINT");
      assertThat(done.connection().log).noneMatch(Weather.Call::write);
    }
  }

  @Test
  void anAnswerThatCannotBeHadStopsNobody() {
    for (Supplier<Lab> due : DUE) {
      for (Fate fate : List.of(Fate.DENIED, Fate.REFUSED, Fate.LOST_BEFORE)) {
        Lab.Done done = suppressed(due.get()).apply(Weather.on(ASKED, fate));
        assertThat(done.row().decision().verb()).as("%s", fate).isNotEqualTo(Verb.HOLD);
        assertThat(done.report().failed()).isZero();
      }
    }
  }

  @Test
  void anOldKeyThatWasOffForLongIsDeletedAllTheSame() {
    assertThat(suppressed(Lab.deletionDue()).apply().row().decision().verb())
        .isEqualTo(Verb.DELETE);
  }

  @Test
  void isAskedOfOncePerUserAndRunAndOnlyWhereItMatters() {
    for (Supplier<Lab> due : DUE) {
      assertThat(due.get().apply().connection().log).filteredOn(call -> call.is(ASKED)).hasSize(1);
    }
    Lab warned = new Lab().alice();
    warned.key(ALICE, KeyStatus.ACTIVE, 31);
    for (Lab lab : List.of(warned, Lab.deletionDue())) {
      assertThat(lab.apply().connection().log).noneMatch(call -> call.is(ASKED));
    }
  }

  @Test
  void aStoredFileWhoseAddressIsSuppressedIsAnnouncedOnceThatIsOver() {
    Lab lab = Lab.rotationDue();
    assertThat(lab.cut(Weather.once("store", Fate.CUT_AFTER))).isTrue();
    assertThat(suppressed(lab).apply().row().decision().reason())
        .isEqualTo(Reason.ADDRESS_SUPPRESSED);
    lab.aws.suppressed.clear();
    assertThat(lab.apply().row().decision().verb()).isEqualTo(Verb.ROTATE);
    assertThat(lab.standing()).contains("new key, ACTIVE, with its file", "told [Replaced]");
  }
}
