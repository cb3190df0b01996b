package dev.keyturn.report.page;

import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Verb;
import dev.keyturn.report.Calendar;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is due on the next days: a calendar, and a list of the days on which something begins. */
final class ComingSection {
  /** A longer list of names is collapsed. */
  private static final int SHOWN = 12;

  private final Html html;
  private final Calendar calendar;

  ComingSection(Html html, Calendar calendar) {
    this.html = html;
    this.calendar = calendar;
  }

  void write() {
    html.element(
        "p",
        "What a daily run will do if owners only fetch and use their new keys. The planner decides"
            + " it day by day. A repeated warning and a continuing hold are shown on the day on"
            + " which they begin.");
    if (calendar.days().stream().allMatch(day -> day.begins().isEmpty())) {
      html.element("p", "Nothing will be due.");
      return;
    }
    html.open("details", "class", "aside").element("summary", "Calendar");
    html.open("ul", "class", "legend");
    for (Verb verb : Verb.values()) {
      html.open("li").element("span", verb.done(), "class", "b " + verb.word()).close();
    }
    html.end();
    html.open("div", "class", "months");
    months().forEach((_, days) -> new MonthGrid(html, days).write());
    html.end();
    list();
    html.end();
  }

  private Map<LocalDate, List<Calendar.Day>> months() {
    Map<LocalDate, List<Calendar.Day>> months = new LinkedHashMap<>();
    calendar
        .days()
        .forEach(
            day ->
                months
                    .computeIfAbsent(day.date().withDayOfMonth(1), _ -> new ArrayList<>())
                    .add(day));
    return months;
  }

  private void list() {
    List<Calendar.Day> days =
        calendar.days().stream().filter(day -> !day.begins().isEmpty()).toList();
    Table table = Table.open(html, "Day by day", days.size(), "Day", "What begins");
    for (Calendar.Day day : days) {
      html.open("tr", "id", MonthGrid.anchor(day.date()));
      html.open("th", "scope", "row", "data-v", "" + day.date().toEpochDay());
      html.element("time", Words.day(day.date()), "datetime", day.date().toString()).close();
      html.open("td");
      for (Verb verb : Verb.values()) {
        begins(verb, day.begin(verb));
      }
      html.close().end();
    }
    table.close();
  }

  private void begins(Verb verb, List<UserName> users) {
    if (users.isEmpty()) {
      return;
    }
    String count = users.size() + " " + verb.done();
    if (users.size() <= SHOWN) {
      html.open("p", "class", "begins").element("span", count, "class", "b " + verb.word());
      html.text(" " + Words.names(users)).close();
      return;
    }
    html.open("details").open("summary").element("span", count, "class", "b " + verb.word());
    html.close().element("p", Words.names(users)).close();
  }
}
