package dev.keyturn.report;

import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.port.Csv;
import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A report as comma-separated values with a header and one line for each key; each line repeats the
 * user's values. A user whose keys are unknown has one line.
 */
public final class CsvReport {
  private CsvReport() {}

  public static String of(Report report) {
    return Csv.line(
            "user",
            "email",
            "decision",
            "reason",
            "key",
            "status",
            "ageDays",
            "outcome",
            "newKey",
            "error")
        + report.rows().stream()
            .flatMap(row -> lines(row, report.date()))
            .collect(Collectors.joining());
  }

  private static Stream<String> lines(Row row, LocalDate today) {
    return row.keys().isEmpty()
        ? Stream.of(line(row, "", "", ""))
        : row.keys().stream()
            .map(
                key ->
                    line(
                        row,
                        key.id().value(),
                        key.status().word(),
                        String.valueOf(key.ageDays(today))));
  }

  private static String line(Row row, String key, String status, String ageDays) {
    return Csv.line(
        row.user().value(),
        Cells.email(row).orElse(""),
        row.decision().verb().word(),
        row.decision().reason().name(),
        key,
        status,
        ageDays,
        Cells.outcome(row),
        Cells.newKey(row).orElse(""),
        Cells.error(row).orElse(""));
  }
}
