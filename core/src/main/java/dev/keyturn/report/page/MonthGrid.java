package dev.keyturn.report.page;

import dev.keyturn.policy.Verb;
import dev.keyturn.report.Calendar;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;

/** One month of the calendar, with a row for each week. */
final class MonthGrid {
  private static final int WEEK = 7;

  private final Html html;
  private final List<Calendar.Day> days;

  MonthGrid(Html html, List<Calendar.Day> days) {
    this.html = html;
    this.days = days;
  }

  /** The anchor of a day in the list of days. */
  static String anchor(LocalDate day) {
    return "d-" + day;
  }

  void write() {
    LocalDate first = days.getFirst().date();
    html.open("table", "class", "month").element("caption", Words.month(first));
    html.open("thead").open("tr");
    for (DayOfWeek day : DayOfWeek.values()) {
      html.open("th", "scope", "col");
      html.element(
          "abbr",
          day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH).substring(0, 2),
          "title",
          day.getDisplayName(TextStyle.FULL, Locale.ENGLISH));
      html.close();
    }
    html.close().close().open("tbody").open("tr");
    int column = first.getDayOfWeek().getValue() - 1;
    empty(column);
    for (Calendar.Day day : days) {
      if (column == WEEK) {
        html.close().open("tr");
        column = 0;
      }
      day(day);
      column++;
    }
    empty(WEEK - column);
    html.close().close().end();
  }

  private void empty(int columns) {
    if (columns > 0) {
      html.element("td", "", "colspan", String.valueOf(columns));
    }
  }

  private void day(Calendar.Day day) {
    html.open("td");
    if (day.begins().isEmpty()) {
      html.element("span", String.valueOf(day.date().getDayOfMonth()), "class", "quiet").close();
      return;
    }
    html.open("a", "href", "#" + anchor(day.date()));
    html.element("b", String.valueOf(day.date().getDayOfMonth()));
    for (Verb verb : Verb.values()) {
      int begin = day.begin(verb).size();
      if (begin > 0) {
        html.open("span", "class", "b " + verb.word()).text(String.valueOf(begin));
        html.element("span", " " + verb.done(), "class", "unseen").close();
      }
    }
    html.close().close();
  }
}
