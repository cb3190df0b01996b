package dev.keyturn.report.page;

import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Verb;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers, days and verbs in sentences. */
public final class Words {
  private Words() {}

  /** As "1 user" or "2 users". */
  public static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  /** As "1 user has" or "2 users have". */
  static String have(long number, String thing) {
    return count(number, thing) + (number == 1 ? " has" : " have");
  }

  static String ago(long days) {
    return days == 0 ? "today" : count(days, "day") + " ago";
  }

  /** As "Monday, 23 November 2026". */
  public static String day(LocalDate day) {
    return "%s, %s %s"
        .formatted(
            day.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
            day.getDayOfMonth(),
            month(day));
  }

  /** As "November 2026". */
  static String month(LocalDate day) {
    return day.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH) + " " + day.getYear();
  }

  static String names(Collection<UserName> users) {
    return users.stream().map(UserName::value).collect(Collectors.joining(", "));
  }

  /** What is due for a user. */
  public static String due(Verb verb) {
    return verb == Verb.HOLD ? verb.done() : "to " + verb.word();
  }
}
