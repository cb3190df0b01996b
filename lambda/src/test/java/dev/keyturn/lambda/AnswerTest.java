package dev.keyturn.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The function's answer if the report is long. */
class AnswerTest {
  private final List<String> lines = new ArrayList<>();
  private final LogLines log = new LogLines(InstantSource.system(), lines::add);

  @Test
  void isTheWholeReportWhereThereIsRoom() {
    String answer = answer(3);
    assertThat(answer).contains("\"users\": [", "user-2").contains("\"failed\": 3");
    assertThat(lines).isEmpty();
  }

  @Test
  void leavesTheUsersOutWhereLambdaWouldNotReturnThem() {
    String answer = answer(30_000);
    assertThat(answer).contains("\"failed\": 30000").doesNotContain("user-2");
    assertThat(answer.length()).isLessThan(RotationHandler.MOST_BYTES);
    assertThat(lines).singleElement().asString().contains("\"event\":\"shortened\"");
  }

  private String answer(int users) {
    List<Row> rows = IntStream.range(0, users).mapToObj(AnswerTest::row).toList();
    Report report =
        new Report(
            "keyturn",
            Report.Mode.APPLY,
            "123456789012",
            LocalDate.of(2026, 11, 22),
            "run",
            users,
            users,
            1,
            Duration.ofSeconds(1),
            rows,
            List.of());
    return new String(RotationHandler.answer(report, log), StandardCharsets.UTF_8);
  }

  private static Row row(int number) {
    return new Row(
        new UserName("user-" + number),
        new Owner.None(),
        List.of(),
        new Decision.Hold(Reason.Hold.READ_FAILED),
        new Row.Outcome.Failed("ListAccessKeys for user-" + number + " was denied"));
  }
}
