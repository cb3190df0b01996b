package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.output.StatusLine;
import dev.keyturn.cli.output.TableReport;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Reason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What others wrote does nothing to a terminal. */
class PlainWordsTest {
  private static final String ESCAPE = "\u001b[2J\u009b31m\r\n\u202eevil\u2028\u0007";

  private static boolean isHarmless(String text) {
    return text.codePoints()
        .allMatch(
            point ->
                point == '\n'
                    || switch (Character.getType(point)) {
                      case Character.CONTROL,
                          Character.FORMAT,
                          Character.LINE_SEPARATOR,
                          Character.PARAGRAPH_SEPARATOR ->
                          false;
                      default -> true;
                    });
  }

  @Test
  void aTagOrAMessageOfAwssDoesNothingToATable() {
    Row held =
        new Row(
            new UserName("alice"),
            new Owner.Unreachable(ESCAPE),
            List.of(),
            new Decision.Hold(Reason.Hold.ADDRESS_INVALID, "'" + ESCAPE + "' is none"),
            new Row.Outcome.Failed("denied: " + ESCAPE));
    String text =
        new TableReport(
                new Report(
                    "keyturn",
                    Report.Mode.PLAN,
                    "123456789012",
                    LocalDate.of(2026, 11, 22),
                    "id",
                    1,
                    1,
                    1,
                    Duration.ofSeconds(1),
                    List.of(held),
                    List.of()),
                "",
                false)
            .text();
    assertThat(text).matches(PlainWordsTest::isHarmless).contains("\\u001b[2J\\u009b31m");
  }

  @Test
  void aLineOfProgressIsOneLineWhateverIsInIt() {
    StringWriter said = new StringWriter();
    new StatusLine(new PrintWriter(said), false).say(ESCAPE);
    assertThat(said.toString()).hasLineCount(1).matches(PlainWordsTest::isHarmless);
  }

  @Test
  void lettersOfAnyScriptStayAsTheyAre() {
    assertThat(Words.plain("Zoë, 雪, 😀")).isEqualTo("Zoë, 雪, 😀");
  }
}
