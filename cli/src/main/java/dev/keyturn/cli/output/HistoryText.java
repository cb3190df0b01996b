package dev.keyturn.cli.output;

import dev.keyturn.cli.output.TextTable.Cell;
import dev.keyturn.event.AuditLine;
import dev.keyturn.event.AuditLine.Result;
import dev.keyturn.state.AuditText;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The audit trail as text. */
public final class HistoryText {
  private static final List<String> HEADER =
      List.of("TIME", "USER", "EFFECT", "KEY", "RESULT", "REASON", "ABOUT");

  private HistoryText() {}

  /** One JSON object on each line, as in the trail. */
  public static String json(List<AuditLine> lines) {
    return lines.stream().map(line -> AuditText.of(line) + "\n").collect(Collectors.joining());
  }

  /** A table. */
  public static String table(List<AuditLine> lines) {
    if (lines.isEmpty()) {
      return "Nothing was done in that time.\n";
    }
    TextTable table = new TextTable(false, "");
    table.row(HEADER.stream().map(Cell::of));
    lines.forEach(line -> table.row(cells(line).map(Cell::of)));
    return table.text();
  }

  private static Stream<String> cells(AuditLine line) {
    return Stream.of(
        line.time().truncatedTo(ChronoUnit.SECONDS).toString(),
        line.user().value(),
        line.effect().word(),
        line.key().isEmpty() ? "-" : line.key(),
        AuditText.word(line.result()),
        line.reason(),
        line.result() instanceof Result.Failed failed ? failed.error() : line.object());
  }
}
