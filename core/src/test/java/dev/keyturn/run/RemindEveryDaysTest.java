package dev.keyturn.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.directory.RemindersText;
import dev.keyturn.policy.AccessKey;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.KeyStatus;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Reminders.Last;
import dev.keyturn.policy.Verb;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code REMIND_EVERY_DAYS}, run by run. */
class RemindEveryDaysTest {
  private static final String NAME = Reminding.REMINDERS;
  private static final Duration DAY = Duration.ofDays(1);

  /** Alice's only key, so many days old. */
  private static Lab aged(int days, int remindEvery) {
    Lab lab = new Lab().alice().remindEvery(remindEvery);
    lab.key(Lab.ALICE, KeyStatus.ACTIVE, days);
    return lab;
  }

  /** The ages of the key at which a daily run warned. */
  private static List<Integer> warnedAt(Lab lab, int from, int to) {
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
  void warnsEverySoManyDaysAndOnEachOfTheLastThree() {
    assertThat(warnedAt(aged(31, 7), 31, 61)).containsExactly(31, 38, 45, 52, 58, 59, 60);
  }

  @Test
  void warnsEachDayByItselfAndThenNeitherReadsNorWritesAnything() {
    Lab lab = aged(31, 1);
    assertThat(lab.apply().calls()).doesNotContain("the reminders");
    assertThat(lab.planned(Weather.fine()).entries()).isNotEmpty();
    assertThat(lab.aws.papers).doesNotContainKey(NAME);
    lab.later(DAY);
    assertThat(lab.apply().report().count(Verb.WARN)).isEqualTo(1);
  }

  @Test
  void aMissedRunSwallowsNothing() {
    Lab lab = aged(31, 7);
    lab.apply();
    assertThat(lab.events).noneMatch(Event.RemindersNotKept.class::isInstance);
    lab.later(Duration.ofDays(9));
    assertThat(lab.apply().report().count(Verb.WARN)).isEqualTo(1);
    lab.later(Duration.ofDays(6));
    assertThat(lab.apply().report().rows()).isEmpty();
  }

  @Test
  void aMemoryThatIsLostDamagedOrForeignMeansWarnToday() {
    Lab lab = aged(31, 7);
    lab.apply();
    String kept = lab.aws.papers.getOrDefault(NAME, "");
    assertThat(kept).contains("alice|2026-11-22|WARNING|");
    lab.later(DAY);
    assertThat(due(lab)).isEmpty();
    lab.aws.papers.remove(NAME);
    assertThat(due(lab)).hasSize(1);
    String foreign =
        RemindersText.of(
            "999999999999", Map.of(Lab.ALICE, new Last(Lab.TODAY, Reason.WARNING, List.of())));
    for (String text : List.of("", kept.replace('1', '2'), foreign)) {
      lab.aws.papers.put(NAME, text);
      assertThat(due(lab)).as(text).hasSize(1);
    }
    lab.aws.papers.put(NAME, kept);
    assertThat(due(lab)).isEmpty();
  }

  @Test
  void aPlanSaysThatNothingIsDueAndApplyAgrees() {
    Lab lab = aged(31, 7);
    lab.apply();
    lab.later(DAY);
    assertThat(lab.planned(Weather.fine()).entries())
        .singleElement()
        .isInstanceOfSatisfying(
            Plan.Decided.class,
            entry -> assertThat(entry.decision()).isEqualTo(new Nothing(Reason.REMINDED)));
    int mails = lab.aws.mails.size();
    assertThat(lab.apply().report().rows()).isEmpty();
    assertThat(lab.aws.mails).hasSize(mails);
  }

  @Test
  void aPlanWritesNothing() {
    Lab lab = aged(31, 7);
    lab.planned(Weather.fine());
    assertThat(lab.aws.papers).isEmpty();
  }

  @Test
  void theForecastIsWhatADailyScheduleDoes() {
    Lab lab = aged(31, 7);
    lab.apply();
    lab.later(DAY);
    Run run = lab.run(new Connection(lab.aws, Weather.fine(), lab.world()), lab.world());
    Plan plan = Lab.plan(run);
    List<Integer> forecast = new ArrayList<>();
    // Into the days on which the key is replaced, which is no reminder.
    for (int age = 32; age < 64; age++) {
      LocalDate on = plan.today().plusDays(age - 32L);
      if (run.forecast(plan, on).entries().stream().anyMatch(RemindEveryDaysTest::warned)) {
        forecast.add(age);
      }
    }
    assertThat(forecast).isEqualTo(warnedAt(lab, 32, 64)).startsWith(38);
  }

  @Test
  void aSecondKeyIsNewsAndIsToldAtOnce() {
    Lab lab = aged(31, 7);
    lab.apply();
    lab.later(DAY);
    lab.key(Lab.ALICE, KeyStatus.ACTIVE, 0);
    lab.later(Duration.ofHours(1));
    assertThat(lab.apply().row().decision().reason()).isEqualTo(Reason.BOTH_ACTIVE);
    lab.later(DAY);
    assertThat(lab.apply().report().rows()).isEmpty();
  }

  @Test
  void whatCannotBeReadIsToldAndEverybodyIsWarned() {
    Lab lab = aged(31, 7);
    lab.apply();
    lab.later(DAY);
    lab.events.clear();
    Lab.Done done = lab.apply(Weather.on("read the reminders", Weather.Fate.DENIED));
    assertThat(done.report().count(Verb.WARN)).isEqualTo(1);
    assertThat(lab.events)
        .filteredOn(Event.Unchecked.class::isInstance)
        .extracting(event -> ((Event.Unchecked) event).what())
        .contains("reminders");
    assertThat(lab.events).anyMatch(Event.RemindersNotKept.class::isInstance);
  }

  @Test
  void whatCannotBeWrittenIsToldAndTheWarningComesAgain() {
    Lab lab = aged(31, 7);
    lab.apply(Weather.on("write the reminders", Weather.Fate.DENIED));
    assertThat(lab.events).anyMatch(Event.RemindersNotKept.class::isInstance);
    assertThat(lab.aws.mails).hasSize(1);
    lab.later(DAY);
    assertThat(lab.apply().report().count(Verb.WARN)).isEqualTo(1);
  }

  @Test
  void aWarningThatWasNotSentIsNotRemembered() {
    Lab lab = aged(31, 7);
    lab.apply(Weather.on("mail", Weather.Fate.DENIED));
    assertThat(lab.aws.papers).doesNotContainKey(NAME);
    assertThat(lab.apply().report().count(Verb.WARN)).isEqualTo(1);
  }

  @Test
  void nothingButWarningsIsRemembered() {
    Lab lab = Lab.rotationDue().remindEvery(7);
    assertThat(lab.apply().report().count(Verb.ROTATE)).isEqualTo(1);
    assertThat(lab.aws.papers).doesNotContainKey(NAME);
    AccessKey fresh = lab.aws.now(Lab.ALICE).keys().getLast();
    assertThat(fresh.active()).isTrue();
  }

  private static List<Plan.Entry> due(Lab lab) {
    return Rows.due(lab.planned(Weather.fine()));
  }

  private static boolean warned(Plan.Entry entry) {
    return entry instanceof Plan.Decided decided
        && decided.decision() instanceof Due due
        && due instanceof Decision.Warn;
  }
}
