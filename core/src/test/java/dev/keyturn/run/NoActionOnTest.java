package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static dev.keyturn.run.AccountFixture.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Forecast;
import dev.keyturn.plan.Plan;
import dev.keyturn.policy.NoActionDays;
import dev.keyturn.policy.NoActionDays.Dates;
import dev.keyturn.policy.NoActionDays.Weekdays;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remark;
import dev.keyturn.policy.Verb;
import dev.keyturn.report.Calendar;
import dev.keyturn.report.JsonReport;
import dev.keyturn.run.Weather.Fate;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code NO_ACTION_ON}, run by run. Today, 2026-11-22, is a Sunday. */
class NoActionOnTest {
  private static final UserName BOB = new UserName("bob");
  private static final Duration DAY = Duration.ofDays(1);
  private static final NoActionDays WEEKENDS =
      days(new Weekdays(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));

  private static NoActionDays days(NoActionDays.Entry... entries) {
    return new NoActionDays(List.of(entries), ZoneOffset.UTC);
  }

  private static Outcome left(String why) {
    return new Outcome.Deferred(
        why, List.of(new Remark(Reason.Remark.NO_ACTION_DAY, why.replace("not begun: ", ""))));
  }

  private static Row only(Report report) {
    return report.rows().getFirst();
  }

  /** What happened to Alice, such as {@code deactivate: done}, or {@code nothing}. */
  private static String word(Report report) {
    if (report.rows().isEmpty()) {
      return "nothing";
    }
    Row row = only(report);
    return row.decision().verb().word()
        + ": "
        + (row.outcome() instanceof Outcome.Deferred ? "deferred" : "done");
  }

  @Test
  void noKeyIsDeactivatedOnSuchADayAndTheReportSaysWhenItIs() {
    AccountFixture account = AccountFixture.deactivationDue().noAction(WEEKENDS);
    Report report = account.apply().report();
    assertThat(only(report).outcome())
        .isEqualTo(left("not begun: NO_ACTION_ON has SAT..SUN; the run of 2026-11-23 does it"));
    assertThat(report.count(Verb.DEACTIVATE)).isZero();
    assertThat(account.effects()).isEmpty();
    assertThat(account.aws.mails).isEmpty();
    assertThat(JsonReport.of(report)).contains("\"reason\": \"NO_ACTION_DAY\"");
    assertThat(DigestBuilder.worthTelling(report)).isFalse();
    assertThat(word(account.later(DAY).apply().report())).isEqualTo("deactivate: done");
    assertThat(account.aws.keys(ALICE).getFirst().status()).isEqualTo(KeyStatus.INACTIVE);
  }

  @Test
  void noKeyIsDeletedOnSuchADay() {
    AccountFixture account =
        AccountFixture.deletionDue().noAction(days(new Dates(TODAY, TODAY.plusDays(2))));
    for (int day = 0; day < 3; day++) {
      assertThat(only(account.apply().report()).outcome())
          .isEqualTo(
              left(
                  "not begun: NO_ACTION_ON has 2026-11-22..2026-11-24; the run of 2026-11-25 does"
                      + " it"));
      account.later(DAY);
    }
    assertThat(word(account.apply().report())).isEqualTo("delete: done");
    assertThat(account.aws.keys(ALICE)).hasSize(1);
  }

  @Test
  void ownersAreWarnedAndKeysAreReplacedOnSuchADay() {
    AccountFixture warned = new AccountFixture().alice().noAction(WEEKENDS);
    warned.key(ALICE, KeyStatus.ACTIVE, 31);
    assertThat(word(warned.apply().report())).isEqualTo("warn: done");
    AccountFixture overdue = AccountFixture.rotationDue().noAction(WEEKENDS);
    assertThat(word(overdue.apply().report())).isEqualTo("rotate: done");
    assertThat(overdue.aws.keys(ALICE)).hasSize(2);
  }

  /** The owner was not notified about a key that is inactive already. */
  @Test
  void whatWasBegunBeforeIsFinishedOnSuchADay() {
    AccountFixture deactivated = AccountFixture.deactivationDue();
    assertThat(deactivated.cut(Weather.once("deactivate", Fate.CUT_AFTER))).isTrue();
    assertThat(word(deactivated.later(Duration.ofHours(1)).noAction(WEEKENDS).apply().report()))
        .isEqualTo("deactivate: done");
    assertThat(deactivated.aws.mails).hasSize(1);
    AccountFixture deleted = AccountFixture.deletionDue();
    assertThat(deleted.cut(Weather.once("delete", Fate.CUT_AFTER))).isTrue();
    assertThat(word(deleted.later(Duration.ofHours(1)).noAction(WEEKENDS).apply().report()))
        .isEqualTo("delete: done");
  }

  /** Consent may take a night. */
  @Test
  void aPlanOfTheDayBeforeIsDeferredToo() {
    AccountFixture account =
        AccountFixture.deactivationDue()
            .noAction(days(new Dates(TODAY.plusDays(1), TODAY.plusDays(1))));
    Run run =
        account.run(
            new Connection(account.aws, Weather.fine(), account.runtime()), account.runtime());
    Plan plan = AccountFixture.plan(run);
    assertThat(plan.due()).hasSize(1);
    account.later(Duration.ofHours(13));
    Report report = AccountFixture.apply(run, plan);
    assertThat(only(report).outcome())
        .isEqualTo(left("not begun: NO_ACTION_ON has 2026-11-23; the run of 2026-11-24 does it"));
    assertThat(account.aws.keys(ALICE)).allMatch(key -> key.status() == KeyStatus.ACTIVE);
  }

  /** At noon in UTC it is Monday on Kiritimati. */
  @Test
  void theDayIsThatOfTheZone() {
    ZoneId kiritimati = ZoneId.of("Pacific/Kiritimati");
    for (DayOfWeek day : DayOfWeek.values()) {
      AccountFixture account =
          AccountFixture.deactivationDue()
              .noAction(new NoActionDays(List.of(new Weekdays(day, day)), kiritimati));
      Row row = only(account.apply().report());
      if (day == DayOfWeek.MONDAY) {
        assertThat(row.outcome())
            .isEqualTo(left("not begun: NO_ACTION_ON has MON; the run of 2026-11-23 does it"));
      } else {
        assertThat(row.outcome()).isEqualTo(new Outcome.Done());
      }
    }
  }

  @Test
  void deferredUsersTakeNoPlaceFromOthersInALimitedRun() {
    AccountFixture account = AccountFixture.deactivationDue().noAction(WEEKENDS).atMost(1);
    account.user(BOB, Map.of("email", "bob@corp.example"));
    account.key(BOB, KeyStatus.ACTIVE, 61);
    assertThat(account.apply().report().count(Verb.ROTATE)).isEqualTo(1);
  }

  @Test
  void mailsNameTheDayOnWhichTheKeyIsReallyDeactivated() {
    // Eleven days after a Tuesday is a Saturday.
    AccountFixture account =
        AccountFixture.rotationDue().later(Duration.ofDays(2)).noAction(WEEKENDS);
    account.apply();
    assertThat(account.aws.mails.getLast().text())
        .contains(LocalDate.of(2026, 12, 7).toString())
        .doesNotContain("2026-12-05");
  }

  @Test
  void theForecastIsWhatHappens() {
    AccountFixture account =
        AccountFixture.rotationDue()
            .noAction(
                days(
                    new Weekdays(DayOfWeek.FRIDAY, DayOfWeek.WEDNESDAY),
                    new Dates(TODAY.plusDays(10), TODAY.plusDays(18))));
    Plan plan = account.planned(Weather.fine());
    List<String> foretold = new ArrayList<>();
    List<String> happened = new ArrayList<>();
    for (int day = 0; day < 40; day++) {
      Plan then = Forecast.of(plan, TODAY.plusDays(day));
      foretold.add(
          then.due().isEmpty()
              ? then.deferred().isEmpty()
                  ? "nothing"
                  : then.deferred().getFirst().decision().verb().word() + ": deferred"
              : then.due().getFirst().decision().verb().word() + ": done");
      if (day == 1) {
        account.used(account.aws.keys(ALICE).getLast().id());
      }
      happened.add(word(account.apply().report()));
      account.later(DAY);
    }
    assertThat(happened)
        .isEqualTo(foretold)
        .contains("deactivate: deferred", "deactivate: done", "delete: deferred", "delete: done");
    assertThat(
            Calendar.of(plan).days().stream()
                .filter(day -> !day.begin(Verb.DEACTIVATE).isEmpty())
                .map(Calendar.Day::date))
        .startsWith(TODAY.plusDays(happened.indexOf("deactivate: done")));
  }
}
