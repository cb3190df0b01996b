package dev.keyturn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Report;
import dev.keyturn.plan.Forecast;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.run.Run;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.trouble.TurnableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Compares {@code plan --as-of} with later plans if owners do nothing. */
class ForecastTest {
  private static final String REGION = "eu-central-1";
  private static final int DAYS = 130;

  private final TurnableClock clock =
      TurnableClock.standingAt(Instant.parse("2026-11-22T10:15:30Z"));
  private final Account account = new Account("123456789012", clock, new Random(1));
  private final Run run = Given.run(account, clock, REGION);

  private void user(String name, int... keyAges) {
    Staff staff = new Staff(account, clock);
    staff.hire(name, name + "@corp.example", IntStream.of(keyAges).mapToObj(staff::key).toList());
  }

  @Test
  void theForecastOfEachDayIsThePlanOfThatDay() throws CannotBegin {
    for (int age = 0; age < 70; age += 7) {
      user("aged" + age, age);
    }
    user("hoarder", 45, 10);
    Plan first = run.plan(RunRequest.everyone().until(run.today().plusDays(DAYS)));
    int rows = 0;
    for (int day = 0; day < DAYS; day++) {
      LocalDate date = first.today().plusDays(day);
      Plan today = run.plan(RunRequest.everyone());
      assertThat(today.today()).isEqualTo(date);
      Map<String, String> brought = told(run.report(today));
      assertThat(told(run.report(Forecast.of(first, date))))
          .as("forecast of " + date)
          .isEqualTo(brought);
      rows += brought.size();
      run.apply(today, Deadline.none());
      clock.advance(Duration.ofDays(1));
    }
    assertThat(rows).isGreaterThan(DAYS);
  }

  /** Users with decision, reason and the ages of keys; ids of future keys are not known. */
  private static Map<String, String> told(Report report) {
    Map<String, String> told = new TreeMap<>();
    report
        .rows()
        .forEach(
            row ->
                told.put(
                    row.user().value(),
                    row.decision().verb()
                        + " "
                        + row.decision().reason()
                        + " "
                        + row.keys().stream()
                            .map(key -> key.status() + " " + key.ageDays(report.date()))
                            .toList()));
    return told;
  }
}
