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
    AccountFixture lab = new AccountFixture().alice().remindEvery(remindEvery);
    lab.key(AccountFixture.ALICE, KeyStatus.ACTIVE, days);
    return lab;
  }

  /** The ages of the key at which a daily run warned. */
  private static List<Integer> warnedAt(AccountFixture lab, int from, int to) {
    List<Integer> ages = new ArrayList<>();
    for (int age = from; age < to; age++) {
      if (lab.apply().report().count(Verb.WARN) > 0) {
        ages.add(age);
      }
      lab.later(DAY);
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
      AccountFixture lab = aged(age, 1);
      for (int run = 1; run <= 5; run++) {
        assertThat(lab.apply().report().count(Verb.WARN))
            .as("run %d", run)
            .isEqualTo(run == 1 ? 1 : 0);
      }
      assertThat(lab.aws.mails).hasSize(1);
      lab.later(DAY);
      assertThat(lab.apply().report().count(Verb.WARN)).isEqualTo(1);
    }
  }

  @Test
  void aRunWithoutAWarningNeitherReadsNorWritesWhatIsRemembered() {
    AccountFixture lab = aged(10, 1);
    assertThat(lab.apply().calls()).doesNotContain("the reminders");
    assertThat(lab.aws.bucketObjects).doesNotContainKey(NAME);
  }

  @Test
  void aMissedRunSwallowsNothing() {
    AccountFixture lab = aged(31, 7);
    lab.apply();
    assertThat(lab.events).noneMatch(Event.RemindersNotKept.class::isInstance);
    lab.later(Duration.ofDays(9));
    assertThat(lab.apply().report().count(Verb.WARN)).isEqualTo(1);
    lab.later(Duration.ofDays(6));
    assertThat(lab.apply().report().rows()).isEmpty();
  }

  @Test
  void aMemoryThatIsLostDamagedOrForeignMeansWarnToday() {
    AccountFixture lab = aged(31, 7);
    lab.apply();
    String kept = lab.aws.bucketObjects.getOrDefault(NAME, "");
    assertThat(kept).contains("alice|2026-11-22|WARNING|");
    lab.later(DAY);
    assertThat(due(lab)).isEmpty();
    lab.aws.bucketObjects.remove(NAME);
    assertThat(due(lab)).hasSize(1);
    String foreign =
        RemindersText.of(
            "999999999999",
            Map.of(
                AccountFixture.ALICE,
                new Last(AccountFixture.TODAY, Reason.Warn.WARNING, List.of())));
    for (String text : List.of("", kept.replace('1', '2'), foreign)) {
      lab.aws.bucketObjects.put(NAME, text);
      assertThat(due(lab)).as(text).hasSize(1);
    }
    lab.aws.bucketObjects.put(NAME, kept);
    assertThat(due(lab)).isEmpty();
  }

  @Test
  void whatIsRememberedHasTheNumberOfTheAccount() {
    AccountFixture lab = aged(31, 7);
    lab.apply();
    assertThat(
            RemindersText.read(
                lab.aws.bucketObjects.getOrDefault(NAME, ""), AccountFixture.ACCOUNT))
        .hasValueSatisfying(last -> assertThat(last).containsOnlyKeys(AccountFixture.ALICE));
  }

  @Test
  void aForecastKnowsWhatIsRememberedThoughNoWarningIsDueToday() {
    AccountFixture lab = aged(31, 7);
    lab.apply();
    lab.later(DAY);
    lab.aws.tag(AccountFixture.ALICE, Map.of("keyturn-exempt", "2026-11-23 on leave"));
    Plan plan = lab.planned(Weather.fine());
    assertThat(plan.due().getFirst().decision().reason()).isEqualTo(Reason.Hold.EXEMPT);
    for (int days = 1; days < 7; days++) {
      assertThat(Forecast.of(plan, AccountFixture.TODAY.plusDays(1 + days)).due())
          .as("%d days later", days)
          .hasSize(days == 6 ? 1 : 0);
    }
  }

  @Test
  void aPlanSaysThatNothingIsDueAndApplyAgrees() {
    AccountFixture lab = aged(31, 7);
    lab.apply();
    lab.later(DAY);
    assertThat(lab.planned(Weather.fine()).entries())
        .singleElement()
        .isInstanceOfSatisfying(
            Plan.Decided.class,
            entry -> assertThat(entry.decision()).isEqualTo(new Nothing(Reason.Nothing.REMINDED)));
    int mails = lab.aws.mails.size();
    assertThat(lab.apply().report().rows()).isEmpty();
    assertThat(lab.aws.mails).hasSize(mails);
  }

  @Test
  void aPlanWritesNothing() {
    AccountFixture lab = aged(31, 7);
    lab.planned(Weather.fine());
    assertThat(lab.aws.bucketObjects).isEmpty();
  }

  @Test
  void theForecastIsWhatADailyScheduleDoes() {
    AccountFixture lab = aged(31, 7);
    lab.apply();
    lab.later(DAY);
    Run run = lab.run(new Connection(lab.aws, Weather.fine(), lab.runtime()), lab.runtime());
    Plan plan = AccountFixture.plan(run);
    List<Integer> forecast = new ArrayList<>();
    // Into the days on which the key is replaced, which is no reminder.
    for (int age = 32; age < 64; age++) {
      LocalDate on = plan.today().plusDays(age - 32L);
      if (Forecast.of(plan, on).entries().stream().anyMatch(RemindEveryDaysTest::warned)) {
        forecast.add(age);
      }
    }
    assertThat(forecast).isEqualTo(warnedAt(lab, 32, 64)).startsWith(38);
  }

  @Test
  void aSecondKeyIsNewsAndIsToldAtOnce() {
    AccountFixture lab = aged(31, 7);
    lab.apply();
    lab.later(DAY);
    lab.key(AccountFixture.ALICE, KeyStatus.ACTIVE, 0);
    lab.later(Duration.ofHours(1));
    assertThat(lab.apply().row().decision().reason()).isEqualTo(Reason.Warn.BOTH_ACTIVE);
    lab.later(DAY);
    assertThat(lab.apply().report().rows()).isEmpty();
  }

  @Test
  void whatCannotBeReadIsToldAndEverybodyIsWarned() {
    AccountFixture lab = aged(31, 7);
    lab.apply();
    lab.later(DAY);
    lab.events.clear();
    AccountFixture.Done done = lab.apply(Weather.on("read the reminders", Weather.Fate.DENIED));
    assertThat(done.report().count(Verb.WARN)).isEqualTo(1);
    assertThat(lab.events)
        .filteredOn(Event.Unchecked.class::isInstance)
        .extracting(event -> ((Event.Unchecked) event).what())
        .contains("reminders");
    assertThat(lab.events).anyMatch(Event.RemindersNotKept.class::isInstance);
  }

  @Test
  void whatCannotBeWrittenIsToldAndTheWarningComesAgain() {
    AccountFixture lab = aged(31, 7);
    lab.apply(Weather.on("write the reminders", Weather.Fate.DENIED));
    assertThat(lab.events).anyMatch(Event.RemindersNotKept.class::isInstance);
    assertThat(lab.aws.mails).hasSize(1);
    lab.later(DAY);
    assertThat(lab.apply().report().count(Verb.WARN)).isEqualTo(1);
  }

  @Test
  void aWarningThatWasNotSentIsNotRemembered() {
    AccountFixture lab = aged(31, 7);
    lab.apply(Weather.on("mail", Weather.Fate.DENIED));
    assertThat(lab.aws.bucketObjects).doesNotContainKey(NAME);
    assertThat(lab.apply().report().count(Verb.WARN)).isEqualTo(1);
  }

  @Test
  void nothingButWarningsIsRemembered() {
    AccountFixture lab = AccountFixture.rotationDue().remindEvery(7);
    assertThat(lab.apply().report().count(Verb.ROTATE)).isEqualTo(1);
    assertThat(lab.aws.bucketObjects).doesNotContainKey(NAME);
    AccessKey fresh = lab.aws.now(AccountFixture.ALICE).keys().getLast();
    assertThat(fresh.active()).isTrue();
  }

  private static List<Plan.Due> due(AccountFixture lab) {
    return lab.planned(Weather.fine()).due();
  }

  private static boolean warned(Plan.Entry entry) {
    return entry instanceof Plan.Decided decided
        && decided.decision() instanceof Due due
        && due instanceof Decision.Warn;
  }
}
