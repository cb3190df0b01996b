package dev.keyturn.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Event;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.plan.Forecast;
import dev.keyturn.plan.Plan;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Reminders.Last;
import dev.keyturn.policy.Verb;
import dev.keyturn.state.RemindersText;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code REMIND_EVERY_DAYS}, run by run. */
class RemindEveryDaysTest {
  private static final String NAME = BucketPaths.REMINDERS;
  private static final Duration DAY = Duration.ofDays(1);

  /** Alice's only key, with its age in days. */
  private static AccountFixture aged(int days, int remindEvery) {
    AccountFixture account = new AccountFixture().alice().remindEvery(remindEvery);
    account.key(AccountFixture.ALICE, KeyStatus.ACTIVE, days);
    return account;
  }

  /** The ages of the key at which a daily run warned. */
  private static List<Integer> warnedAt(AccountFixture account, int from, int to) {
    List<Integer> ages = new ArrayList<>();
    for (int age = from; age < to; age++) {
      if (account.apply().report().count(Verb.WARN) > 0) {
        ages.add(age);
      }
      account.later(DAY);
    }
    return ages;
  }

  @Test
  void warnsAtTheConfiguredIntervalAndOnEachOfTheLastThreeDays() {
    assertThat(warnedAt(aged(31, 7), 31, 61)).containsExactly(31, 38, 45, 52, 58, 59, 60);
  }

  @Test
  void warnsOnceACalendarDayHoweverManyRunsItHas() {
    for (int age : List.of(31, 59)) {
      AccountFixture account = aged(age, 1);
      for (int run = 1; run <= 5; run++) {
        assertThat(account.apply().report().count(Verb.WARN))
            .as("run %d", run)
            .isEqualTo(run == 1 ? 1 : 0);
      }
      assertThat(account.aws.mails).hasSize(1);
      account.later(DAY);
      assertThat(account.apply().report().count(Verb.WARN)).isEqualTo(1);
    }
  }

  @Test
  void aRunWithoutAWarningNeitherReadsNorWritesWhatIsRemembered() {
    AccountFixture account = aged(10, 1);
    assertThat(account.apply().calls()).doesNotContain("the reminders");
    assertThat(account.aws.bucketObjects).doesNotContainKey(NAME);
  }

  @Test
  void aMissedRunSwallowsNothing() {
    AccountFixture account = aged(31, 7);
    account.apply();
    assertThat(account.events).noneMatch(Event.RemindersNotKept.class::isInstance);
    account.later(Duration.ofDays(9));
    assertThat(account.apply().report().count(Verb.WARN)).isEqualTo(1);
    account.later(Duration.ofDays(6));
    assertThat(account.apply().report().rows()).isEmpty();
  }

  @Test
  void aMemoryThatIsLostDamagedOrForeignMeansWarnToday() {
    AccountFixture account = aged(31, 7);
    account.apply();
    String kept = account.aws.bucketObjects.getOrDefault(NAME, "");
    assertThat(kept).contains("alice|2026-11-22|WARNING|");
    account.later(DAY);
    assertThat(due(account)).isEmpty();
    account.aws.bucketObjects.remove(NAME);
    assertThat(due(account)).hasSize(1);
    String foreign =
        RemindersText.of(
            "999999999999",
            Map.of(
                AccountFixture.ALICE,
                new Last(AccountFixture.TODAY, Reason.Warn.WARNING, List.of())));
    for (String text : List.of("", kept.replace('1', '2'), foreign)) {
      account.aws.bucketObjects.put(NAME, text);
      assertThat(due(account)).as(text).hasSize(1);
    }
    account.aws.bucketObjects.put(NAME, kept);
    assertThat(due(account)).isEmpty();
  }

  @Test
  void whatIsRememberedHasTheNumberOfTheAccount() {
    AccountFixture account = aged(31, 7);
    account.apply();
    assertThat(
            RemindersText.read(
                account.aws.bucketObjects.getOrDefault(NAME, ""), AccountFixture.ACCOUNT))
        .hasValueSatisfying(last -> assertThat(last).containsOnlyKeys(AccountFixture.ALICE));
  }

  @Test
  void aForecastKnowsWhatIsRememberedThoughNoWarningIsDueToday() {
    AccountFixture account = aged(31, 7);
    account.apply();
    account.later(DAY);
    account.aws.tag(AccountFixture.ALICE, Map.of("keyturn-exempt", "2026-11-23 on leave"));
    Plan plan = account.planned(Weather.fine());
    assertThat(plan.due().getFirst().decision().reason()).isEqualTo(Reason.Hold.EXEMPT);
    for (int days = 1; days < 7; days++) {
      assertThat(Forecast.of(plan, AccountFixture.TODAY.plusDays(1 + days)).due())
          .as("%d days later", days)
          .hasSize(days == 6 ? 1 : 0);
    }
  }

  @Test
  void aPlanSaysThatNothingIsDueAndApplyAgrees() {
    AccountFixture account = aged(31, 7);
    account.apply();
    account.later(DAY);
    assertThat(account.planned(Weather.fine()).entries())
        .singleElement()
        .isInstanceOfSatisfying(
            Plan.Decided.class,
            entry -> assertThat(entry.decision()).isEqualTo(new Nothing(Reason.Nothing.REMINDED)));
    int mails = account.aws.mails.size();
    assertThat(account.apply().report().rows()).isEmpty();
    assertThat(account.aws.mails).hasSize(mails);
  }

  @Test
  void aPlanWritesNothing() {
    AccountFixture account = aged(31, 7);
    account.planned(Weather.fine());
    assertThat(account.aws.bucketObjects).isEmpty();
  }

  @Test
  void theForecastIsWhatADailyScheduleDoes() {
    AccountFixture account = aged(31, 7);
    account.apply();
    account.later(DAY);
    Run run =
        account.run(
            new Connection(account.aws, Weather.fine(), account.runtime()), account.runtime());
    Plan plan = AccountFixture.plan(run);
    List<Integer> forecast = new ArrayList<>();
    // Into the days on which the key is replaced, which is no reminder.
    for (int age = 32; age < 64; age++) {
      LocalDate on = plan.today().plusDays(age - 32L);
      if (Forecast.of(plan, on).entries().stream().anyMatch(RemindEveryDaysTest::warned)) {
        forecast.add(age);
      }
    }
    assertThat(forecast).isEqualTo(warnedAt(account, 32, 64)).startsWith(38);
  }

  @Test
  void aSecondKeyIsNewsAndIsToldAtOnce() {
    AccountFixture account = aged(31, 7);
    account.apply();
    account.later(DAY);
    account.key(AccountFixture.ALICE, KeyStatus.ACTIVE, 0);
    account.later(Duration.ofHours(1));
    assertThat(account.apply().row().decision().reason()).isEqualTo(Reason.Warn.BOTH_ACTIVE);
    account.later(DAY);
    assertThat(account.apply().report().rows()).isEmpty();
  }

  @Test
  void whatCannotBeReadIsReportedAndEveryUserIsWarned() {
    AccountFixture account = aged(31, 7);
    account.apply();
    account.later(DAY);
    account.events.clear();
    AccountFixture.Done done = account.apply(Weather.on("read the reminders", Weather.Fate.DENIED));
    assertThat(done.report().count(Verb.WARN)).isEqualTo(1);
    assertThat(account.events)
        .filteredOn(Event.Unchecked.class::isInstance)
        .extracting(event -> ((Event.Unchecked) event).what())
        .contains("reminders");
    assertThat(account.events).anyMatch(Event.RemindersNotKept.class::isInstance);
  }

  @Test
  void whatCannotBeWrittenIsToldAndTheWarningComesAgain() {
    AccountFixture account = aged(31, 7);
    account.apply(Weather.on("write the reminders", Weather.Fate.DENIED));
    assertThat(account.events).anyMatch(Event.RemindersNotKept.class::isInstance);
    assertThat(account.aws.mails).hasSize(1);
    account.later(DAY);
    assertThat(account.apply().report().count(Verb.WARN)).isEqualTo(1);
  }

  @Test
  void aWarningThatWasNotSentIsNotRemembered() {
    AccountFixture account = aged(31, 7);
    account.apply(Weather.on("mail", Weather.Fate.DENIED));
    assertThat(account.aws.bucketObjects).doesNotContainKey(NAME);
    assertThat(account.apply().report().count(Verb.WARN)).isEqualTo(1);
  }

  @Test
  void nothingButWarningsIsRemembered() {
    AccountFixture account = AccountFixture.rotationDue().remindEvery(7);
    assertThat(account.apply().report().count(Verb.ROTATE)).isEqualTo(1);
    assertThat(account.aws.bucketObjects).doesNotContainKey(NAME);
    AccessKey fresh = account.aws.now(AccountFixture.ALICE).keys().getLast();
    assertThat(fresh.active()).isTrue();
  }

  private static List<Plan.Due> due(AccountFixture account) {
    return account.planned(Weather.fine()).due();
  }

  private static boolean warned(Plan.Entry entry) {
    return entry instanceof Plan.Decided decided
        && decided.decision() instanceof Due due
        && due instanceof Decision.Warn;
  }
}
