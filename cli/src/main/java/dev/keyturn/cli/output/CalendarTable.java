package dev.keyturn.cli.output;

import dev.keyturn.cli.Words;
import dev.keyturn.cli.output.TextTable.Cell;
import dev.keyturn.event.Report;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Verb;
import dev.keyturn.report.Calendar;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The next days as text: what is due on each day, and for which users it begins. */
public final class CalendarTable {
  /** The maximum number of names in a line; JSON and CSV have all. */
  private static final int NAMES = 20;

  private final Report report;
  private final Calendar calendar;

  public CalendarTable(Report report, Calendar calendar) {
    this.report = report;
    this.calendar = calendar;
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s forecast, account %s, %s to %s%n%n"
            .formatted(
                Words.plain(report.name()),
                report.accountId(),
                report.date(),
                calendar.days().getLast().date()));
    List<Calendar.Day> days =
        calendar.days().stream().filter(day -> !day.begins().isEmpty()).toList();
    if (days.isEmpty()) {
      return text.append("Nothing will be due.\n").toString();
    }
    TextTable table = new TextTable(false, "");
    row(table, "DAY", verb -> verb.name());
    days.forEach(day -> day(table, day));
    return text.append(table.text())
        .append(
            """

            Numbers count users, also those for whom it was so the day before; names are those
            for whom it begins. Days on which nothing begins are left out. This is what keyturn
            apply will do if it runs daily and owners do nothing but use their new keys.
            """)
        .toString();
  }

  private static void day(TextTable table, Calendar.Day day) {
    String name = day.date().getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
    row(
        table,
        day.date() + " " + name,
        verb -> day.due(verb) == 0 ? "-" : String.valueOf(day.due(verb)));
    for (Verb verb : Verb.values()) {
      List<UserName> users = day.begin(verb);
      if (!users.isEmpty()) {
        table.line("    %-10s  %s".formatted(verb.word(), names(users)));
      }
    }
  }

  private static String names(List<UserName> users) {
    String names =
        users.stream().limit(NAMES).map(UserName::value).collect(Collectors.joining(", "));
    return users.size() <= NAMES ? names : names + " and %s more".formatted(users.size() - NAMES);
  }

  private static void row(TextTable table, String day, Function<Verb, String> number) {
    table.row(
        Stream.concat(
            Stream.of(Cell.of(day)), Stream.of(Verb.values()).map(number).map(Cell::number)));
  }
}
