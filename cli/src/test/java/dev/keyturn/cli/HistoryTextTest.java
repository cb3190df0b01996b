package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.output.HistoryText;
import dev.keyturn.event.AuditLine;
import dev.keyturn.event.AuditLine.Result;
import dev.keyturn.event.Effect;
import dev.keyturn.facts.UserName;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTextTest {
  @Test
  void alignsColumnsAndShowsNoFractionsOfSeconds() {
    assertThat(
            HistoryText.table(
                List.of(
                    line("2026-11-22T21:34:19.123456789Z", Effect.RECORD, new Result.Done()),
                    line("2026-11-22T21:34:20Z", Effect.CREATE_KEY, new Result.Failed("denied")))))
        .isEqualTo(
            """
            TIME                  USER   EFFECT      KEY  RESULT  REASON   ABOUT
            2026-11-22T21:34:19Z  alice  record      -    done    OVERDUE  it
            2026-11-22T21:34:20Z  alice  create key  -    failed  OVERDUE  denied
            """);
  }

  @Test
  void saysSoWhereNothingWasDone() {
    assertThat(HistoryText.table(List.of())).isEqualTo("Nothing was done in that time.\n");
  }

  @Test
  void keepsTheWholeInstantForPrograms() {
    assertThat(
            HistoryText.json(
                List.of(line("2026-11-22T21:34:19.123456789Z", Effect.RECORD, new Result.Done()))))
        .contains("\"time\":\"2026-11-22T21:34:19.123456789Z\"")
        .endsWith("}\n");
  }

  private static AuditLine line(String time, Effect effect, Result result) {
    return new AuditLine(
        Instant.parse(time),
        "keyturn",
        "run",
        "arn:aws:iam::123456789012:role/keyturn",
        new UserName("alice"),
        effect,
        "",
        "it",
        "OVERDUE",
        result);
  }
}
