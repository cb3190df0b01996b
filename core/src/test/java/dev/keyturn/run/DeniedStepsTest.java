package dev.keyturn.run;

import static dev.keyturn.run.Lab.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.policy.KeyStatus;
import dev.keyturn.policy.UserName;
import dev.keyturn.run.Row.Outcome;
import dev.keyturn.run.Weather.Call;
import dev.keyturn.run.Weather.Fate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A step that is clearly denied takes the record before it along. */
class DeniedStepsTest {
  /** A deactivation or a deletion, with the step that is denied. */
  enum Retiring {
    DEACTIVATION("deactivate", "2026-11-11", "2026-11-22 deactivating"),
    DELETION("delete", "2026-11-14 deactivated", "2026-11-14 deleting");

    private final String step;
    private final String before;
    private final String begun;

    Retiring(String step, String before, String begun) {
      this.step = step;
      this.before = before;
      this.begun = begun;
    }

    private Lab due() {
      return this == DEACTIVATION ? Lab.deactivationDue() : Lab.deletionDue();
    }

    private String undisturbed() {
      Lab lab = due();
      lab.apply();
      return lab.standing();
    }
  }

  private static String dateTag(Lab lab) {
    return lab.aws.now(ALICE).tags().getOrDefault(Lab.DATE_TAG, "");
  }

  private static List<String> writes(Lab.Done done) {
    return done.connection().log.stream().filter(Call::write).map(Call::what).toList();
  }

  private static String error(Lab.Done done) {
    return done.row().outcome() instanceof Outcome.Failed failed ? failed.error() : "";
  }

  @ParameterizedTest
  @EnumSource
  void theRecordIsAsItWasAndNobodyIsMailed(Retiring retiring) {
    Lab lab = retiring.due();
    String before = lab.standing();
    Lab.Done done = lab.apply(Weather.on(retiring.step, Fate.DENIED));
    assertThat(error(done)).contains(retiring.step).contains("DENIED");
    assertThat(writes(done))
        .startsWith(
            "tag alice: " + retiring.begun + ", AKIA000000000001",
            retiring.step + " AKIA000000000001",
            "tag alice: " + retiring.before + ", AKIA000000000001");
    assertThat(lab.standing()).isEqualTo(before);
    assertThat(lab.aws.mails).isEmpty();
    lab.apply();
    assertThat(lab.standing()).isEqualTo(retiring.undisturbed());
  }

  @ParameterizedTest
  @EnumSource
  void whatAnEarlierRunBeganStaysRecorded(Retiring retiring) {
    Lab lab = retiring.due();
    assertThat(lab.cut(Weather.once(retiring.step, Fate.CUT_BEFORE))).isTrue();
    lab.apply(Weather.on(retiring.step, Fate.DENIED));
    assertThat(dateTag(lab)).isEqualTo(retiring.begun);
    lab.apply();
    assertThat(lab.standing()).isEqualTo(retiring.undisturbed());
  }

  @ParameterizedTest
  @EnumSource
  void afterAnythingLessClearThanADenialTheRecordStays(Retiring retiring) {
    for (Fate fate : List.of(Fate.REFUSED, Fate.THROTTLED, Fate.UNREACHABLE, Fate.LOST_BEFORE)) {
      Lab lab = retiring.due();
      assertThat(error(lab.apply(Weather.on(retiring.step, fate)))).contains(fate.name());
      assertThat(dateTag(lab)).as("%s", fate).isEqualTo(retiring.begun);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRecordThatCannotBeTakenBackIsGoneOnWithAndTheRowSaysWhatFailedFirst(Retiring retiring) {
    Lab lab = retiring.due();
    Lab.Done done =
        lab.apply(
            call ->
                call.is(retiring.step) || call.is("tag alice: " + retiring.before + ",")
                    ? Fate.DENIED
                    : Fate.FINE);
    assertThat(error(done)).startsWith(retiring.step);
    assertThat(dateTag(lab)).isEqualTo(retiring.begun);
    lab.apply();
    assertThat(lab.standing()).isEqualTo(retiring.undisturbed());
  }

  @Test
  void whoeverIsDeniedAStepStopsNobodyElse() {
    Lab lab = Lab.deactivationDue();
    lab.aws.permits = new Answer.Unclear("nobody knows");
    UserName bob = new UserName("bob");
    lab.user(bob, Map.of("email", "bob@corp.example"));
    lab.key(bob, KeyStatus.ACTIVE, 61);
    Report report = lab.apply(Weather.on("deactivate", Fate.DENIED)).report();
    assertThat(report.failed()).isEqualTo(1);
    assertThat(lab.aws.now(bob).keys()).hasSize(2);
  }
}
