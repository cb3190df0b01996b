package dev.keyturn.report;

import dev.keyturn.port.Csv;
import java.util.stream.Collectors;

/** The next days as CSV: a line for each user and each thing that begins. */
public final class CalendarCsv {
  private CalendarCsv() {}

  public static String of(Calendar calendar) {
    return Csv.line("date", "user", "decision", "reason")
        + calendar.days().stream()
            .flatMap(
                day ->
                    day.begins().stream()
                        .map(
                            change ->
                                Csv.line(
                                    day.date().toString(),
                                    change.user().value(),
                                    change.verb().word(),
                                    change.reason().name())))
            .collect(Collectors.joining());
  }
}
