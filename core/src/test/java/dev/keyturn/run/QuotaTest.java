package dev.keyturn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keyturn.event.Event;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Forecast;
import dev.keyturn.plan.Plan;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.Weather.Fate;
import dev.keyturn.settings.Options.ActionLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code MAX_ACTIONS_PER_RUN}: a limited number of users per run, the others in later runs. */
class QuotaTest {
  private static UserName user(int number) {
    return new UserName("user-%02d".formatted(number));
  }

  private static void add(AccountFixture account, int number, int ageDays) {
    account.user(user(number), Map.of("email", user(number) + "@corp.example"));
    account.key(user(number), KeyStatus.ACTIVE, ageDays);
  }

  /** Users numbered from 1, each with an overdue key that is older than those before. */
  private static AccountFixture overdue(int users) {
    AccountFixture account = new AccountFixture();
    IntStream.rangeClosed(1, users).forEach(number -> add(account, number, 60 + number));
    return account;
  }

  private static List<UserName> users(Report report, Class<? extends Outcome> outcome) {
    return report.rows().stream()
        .filter(row -> outcome.isInstance(row.outcome()))
        .map(Row::user)
        .toList();
  }

  @Test
  void theOldestKeysGoFirstAndTheOthersAreLeftUntouchedAndSaid() {
    AccountFixture account = overdue(7).atMost(3);
    AccountFixture.Done done = account.apply();
    assertThat(users(done.report(), Outcome.Rotated.class))
        .containsExactly(user(5), user(6), user(7));
    assertThat(users(done.report(), Outcome.Deferred.class))
        .containsExactly(user(1), user(2), user(3), user(4));
    assertThat(done.row().outcome())
        .isEqualTo(
            new Outcome.Deferred("not begun: MAX_ACTIONS_PER_RUN is 3; the next run does it"));
    assertThat(done.row().decision().verb()).isEqualTo(Verb.ROTATE);
    assertThat(done.connection().log)
        .filteredOn(Weather.Call::write)
        .noneMatch(call -> call.what().matches(".*user-0[1234].*"));
  }

  @Test
  void keysOfTheSameAgeGoByTheNamesOfTheirUsers() {
    AccountFixture account = new AccountFixture().atMost(2);
    for (int number : List.of(3, 1, 2)) {
      add(account, number, 61);
    }
    assertThat(users(account.apply().report(), Outcome.Deferred.class)).containsExactly(user(3));
    assertThat(account.events).noneMatch(Event.MailsShort.class::isInstance);
  }

  @Test
  void allAreDoneAfterEnoughRuns() {
    AccountFixture account = overdue(7).atMost(3);
    int runs = 0;
    while (account.aws.mails.size() < 7) {
      assertThat(account.apply().report().count(Verb.ROTATE)).isBetween(1L, 3L);
      runs++;
    }
    assertThat(runs).isEqualTo(3);
    assertThat(account.apply().report().rows()).isEmpty();
  }

  @Test
  void whatAnEarlierRunBeganGoesFirstHoweverYoungTheKey() {
    AccountFixture account = new AccountFixture().atMost(1);
    add(account, 9, 61);
    assertThat(account.cut(Weather.once("store", Fate.CUT_AFTER))).isTrue();
    IntStream.rangeClosed(1, 3).forEach(number -> add(account, number, 90));
    Report report = account.later(Duration.ofMinutes(20)).apply().report();
    assertThat(users(report, Outcome.Rotated.class)).containsExactly(user(9));
    assertThat(users(report, Outcome.Deferred.class)).containsExactly(user(1), user(2), user(3));
  }

  @Test
  void warningsDoNotCountAndAreNeverDeferred() {
    AccountFixture account = overdue(2).atMost(1);
    for (int number = 11; number <= 15; number++) {
      add(account, number, 31);
    }
    Report report = account.apply().report();
    assertThat(report.count(Verb.WARN)).isEqualTo(5);
    assertThat(report.count(Verb.ROTATE)).isEqualTo(1);
    assertThat(users(report, Outcome.Deferred.class)).containsExactly(user(1));
    assertThat(account.aws.mails).hasSize(6);
  }

  @Test
  void deactivationsAndDeletionsCountAsRotationsDo() {
    for (int days : List.of(11, 19)) {
      AccountFixture account = overdue(3);
      for (int day = 0; day < days; day++) {
        account.apply();
        account.later(Duration.ofDays(1));
      }
      Report report = account.atMost(2).apply().report();
      Verb verb = days == 11 ? Verb.DEACTIVATE : Verb.DELETE;
      assertThat(report.rows()).hasSize(3).allMatch(row -> row.decision().verb() == verb);
      assertThat(report.deferred()).isEqualTo(1);
      assertThat(account.apply().report().count(verb)).isEqualTo(1);
    }
  }

  @Test
  void aPlanShowsTheSameUsersAsLeftAsApplyLeaves() {
    for (int limit = 1; limit <= 5; limit++) {
      AccountFixture account = overdue(4).atMost(limit);
      RuntimeEnvironment runtime = account.runtime();
      Run run = account.run(new Connection(account.aws, Weather.fine(), runtime), runtime);
      Report planned = run.report(AccountFixture.plan(run));
      Report applied = account.apply().report();
      assertThat(users(planned, Outcome.Deferred.class))
          .hasSize(Math.max(0, 4 - limit))
          .isEqualTo(users(applied, Outcome.Deferred.class));
      assertThat(users(planned, Outcome.Planned.class))
          .isEqualTo(users(applied, Outcome.Rotated.class));
    }
  }

  @Test
  void anUnreadableUserTakesNoPlaceOfTheLimit() {
    AccountFixture account = overdue(3).atMost(1);
    Report report = account.apply(Weather.on("keys of user-03", Fate.REFUSED)).report();
    assertThat(users(report, Outcome.Rotated.class)).containsExactly(user(2));
    assertThat(users(report, Outcome.Failed.class)).containsExactly(user(3));
  }

  /** Users who are left stay as they are; each day brings what was forecast. */
  @Test
  void eachDayBringsWhatWasForecastWithTheLimitOnEachOfThem() {
    AccountFixture account = overdue(5).atMost(2);
    add(account, 6, 58);
    Plan first = account.planned(Weather.fine());
    for (int day = 0; day < 40; day++) {
      Plan today = account.planned(Weather.fine());
      assertThat(told(Forecast.of(first, first.today().plusDays(day))))
          .as("day %d", day)
          .isEqualTo(told(today));
      account.apply();
      account.later(Duration.ofDays(1));
    }
  }

  private static List<String> told(Plan plan) {
    return plan.entries().stream()
        .map(
            entry ->
                entry instanceof Plan.Decided decided
                    ? "%s %s %s"
                        .formatted(
                            decided.user(),
                            decided.decision().getClass().getSimpleName(),
                            decided.decision().reason())
                    : entry.toString())
        .toList();
  }

  @Test
  void aLimitIsAtLeastOne() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ActionLimit.AtMost(0));
    assertThat(new ActionLimit.AtMost(1).actions()).isEqualTo(1);
  }
}
