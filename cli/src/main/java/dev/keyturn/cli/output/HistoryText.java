package dev.keyturn.cli.output;

import dev.keyturn.cli.Words;
import dev.keyturn.event.AuditLine;
import dev.keyturn.event.AuditLine.Result;
import dev.keyturn.state.AuditText;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    lines.forEach(line -> rows.add(cells(line)));
    int[] widths =
        IntStream.range(0, HEADER.size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static List<String> cells(AuditLine line) {
    return Stream.of(
            line.time().truncatedTo(ChronoUnit.SECONDS).toString(),
            line.user().value(),
            line.effect().word(),
            line.key().isEmpty() ? "-" : line.key(),
            AuditText.word(line.result()),
            line.reason(),
            line.result() instanceof Result.Failed failed ? failed.error() : line.object())
        .map(Words::plain)
        .toList();
  }
}
