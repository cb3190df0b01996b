package dev.keyturn.report;

import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.port.Csv;
import java.util.stream.Collectors;

/** The users of a report as CSV: a header, then one line for each user. */
public final class CsvReport {
  private CsvReport() {}

  /** The keys of a user are one field: {@code id status ageDays}, separated by semicolons. */
  public static String of(Report report) {
    return Csv.line("user", "email", "decision", "reason", "keys", "outcome", "newKey", "error")
        + report.rows().stream()
            .map(
                row ->
                    Csv.line(
                        row.user().value(),
                        Cells.email(row).orElse(""),
                        row.decision().verb().word(),
                        row.decision().reason().name(),
                        keys(report, row),
                        Cells.outcome(row),
                        Cells.newKey(row).orElse(""),
                        Cells.error(row).orElse("")))
            .collect(Collectors.joining());
  }

  private static String keys(Report report, Row row) {
    return row.keys().stream().map(key -> key(report, key)).collect(Collectors.joining("; "));
  }

  private static String key(Report report, AccessKey key) {
    return "%s %s %s".formatted(key.id(), key.status().word(), key.ageDays(report.date()));
  }
}
