package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Report;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Answer;
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

    private AccountFixture due() {
      return this == DEACTIVATION ? AccountFixture.deactivationDue() : AccountFixture.deletionDue();
    }

    private String undisturbed() {
      AccountFixture account = due();
      account.apply();
      return account.standing();
    }
  }

  private static String dateTag(AccountFixture account) {
    return account.aws.now(ALICE).tags().getOrDefault(AccountFixture.DATE_TAG, "");
  }

  private static List<String> writes(AccountFixture.Done done) {
    return done.connection().log.stream().filter(Call::write).map(Call::what).toList();
  }

  private static String error(AccountFixture.Done done) {
    return done.row().outcome() instanceof Outcome.Failed failed ? failed.error() : "";
  }

  @ParameterizedTest
  @EnumSource
  void restoresTheRecordAndSendsNoMail(Retiring retiring) {
    AccountFixture account = retiring.due();
    String before = account.standing();
    AccountFixture.Done done = account.apply(Weather.on(retiring.step, Fate.DENIED));
    assertThat(error(done)).contains(retiring.step).contains("DENIED");
    assertThat(writes(done))
        .startsWith(
            "tag alice: " + retiring.begun + ", AKIA000000000001",
            retiring.step + " AKIA000000000001",
            "tag alice: " + retiring.before + ", AKIA000000000001");
    assertThat(account.standing()).isEqualTo(before);
    assertThat(account.aws.mails).isEmpty();
    account.apply();
    assertThat(account.standing()).isEqualTo(retiring.undisturbed());
  }

  @ParameterizedTest
  @EnumSource
  void whatAnEarlierRunBeganStaysRecorded(Retiring retiring) {
    AccountFixture account = retiring.due();
    assertThat(account.cut(Weather.once(retiring.step, Fate.CUT_BEFORE))).isTrue();
    account.apply(Weather.on(retiring.step, Fate.DENIED));
    assertThat(dateTag(account)).isEqualTo(retiring.begun);
    account.apply();
    assertThat(account.standing()).isEqualTo(retiring.undisturbed());
  }

  @ParameterizedTest
  @EnumSource
  void afterAnythingLessClearThanADenialTheRecordStays(Retiring retiring) {
    for (Fate fate : List.of(Fate.REFUSED, Fate.THROTTLED, Fate.UNREACHABLE, Fate.LOST_BEFORE)) {
      AccountFixture account = retiring.due();
      assertThat(error(account.apply(Weather.on(retiring.step, fate)))).contains(fate.name());
      assertThat(dateTag(account)).as("%s", fate).isEqualTo(retiring.begun);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRecordThatCannotBeTakenBackIsGoneOnWithAndTheRowSaysWhatFailedFirst(Retiring retiring) {
    AccountFixture account = retiring.due();
    AccountFixture.Done done =
        account.apply(
            call ->
                call.is(retiring.step) || call.is("tag alice: " + retiring.before + ",")
                    ? Fate.DENIED
                    : Fate.FINE);
    assertThat(error(done)).startsWith(retiring.step);
    assertThat(dateTag(account)).isEqualTo(retiring.begun);
    account.apply();
    assertThat(account.standing()).isEqualTo(retiring.undisturbed());
  }

  @Test
  void aDeniedStepStopsNoOtherUser() {
    AccountFixture account = AccountFixture.deactivationDue();
    account.aws.permissions = new Answer.Unclear("unknown");
    UserName bob = new UserName("bob");
    account.user(bob, Map.of("email", "bob@corp.example"));
    account.key(bob, KeyStatus.ACTIVE, 61);
    Report report = account.apply(Weather.on("deactivate", Fate.DENIED)).report();
    assertThat(report.failed()).isEqualTo(1);
    assertThat(account.aws.now(bob).keys()).hasSize(2);
  }
}
