package dev.keyturn.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Exposure;
import dev.keyturn.policy.Reason;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The order of what a report's page says of a day. */
class TodaySectionTest {
  private static final KeyId KEY = new KeyId("AKIAIOSFODNN7EXAMPLE");

  private static Row row(String user, Decision.Due decision, Outcome outcome) {
    return new Row(new UserName(user), new Owner.None(), List.of(), decision, outcome);
  }

  private static Report report(Row... rows) {
    return new Report(
        "keyturn",
        Report.Mode.APPLY,
        "123456789012",
        LocalDate.of(2026, 11, 22),
        "run",
        4,
        4,
        9,
        Duration.ofSeconds(1),
        List.of(rows),
        List.of());
  }

  @Test
  void exposedKeysComeBeforeFailures() {
    Decision.Due rotate = new Rotate(Reason.Rotate.COMPROMISED, KEY, new Stage.Begin());
    Row failed = row("alice", new Clear(Reason.Clear.NEW_KEY_GONE), new Outcome.Failed("denied"));
    Row clear = row("bob", new Clear(Reason.Clear.NEW_KEY_GONE), new Outcome.Done());
    Row ordinary = row("carol", rotate, new Outcome.Done());
    Row exposed = row("dave", rotate, new Outcome.Done()).exposed(new Exposure(Optional.empty()));
    assertThat(TodaySection.rows(report(clear, exposed, ordinary, failed)))
        .containsExactly(exposed, failed, ordinary, clear);
  }
}
