package dev.keyturn.settings;

import dev.keyturn.policy.NoActionDays;
import dev.keyturn.policy.NoActionDays.Entry;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code NO_ACTION_ON} and {@code NO_ACTION_ZONE}, and collects all problems. */
final class NoActionReader {
  static final String DAYS = "NO_ACTION_ON";
  static final String ZONE = "NO_ACTION_ZONE";

  /** A longer range is a slip of the keyboard, or an installation that should be switched off. */
  private static final int LONGEST_RANGE = 366;

  private final List<Problem> problems;

  NoActionReader(List<Problem> problems) {
    this.problems = problems;
  }

  NoActionDays read(String days, String zone) {
    List<Entry> entries = new ArrayList<>();
    for (String text : days.split("[,\\s]+", -1)) {
      if (!text.isEmpty()) {
        entry(text.toUpperCase(Locale.ROOT)).ifPresentOrElse(entries::add, () -> refuse(text));
      }
    }
    ZoneId read = zone(zone);
    try {
      return new NoActionDays(entries, read);
    } catch (IllegalArgumentException _) {
      problems.add(
          Problem.of(
              DAYS,
              "leaves no day of the week on which a key is deactivated or deleted: '%s'"
                  .formatted(days)));
      return NoActionDays.none();
    }
  }

  private void refuse(String text) {
    problems.add(
        Problem.of(
            DAYS,
            "has '%s'; write a day of the week such as SAT, a date such as 2026-12-24, or a range of at most %s days such as FRI..MON or 2026-12-24..2027-01-06"
                .formatted(text, LONGEST_RANGE)));
  }

  private static Optional<Entry> entry(String text) {
    String[] ends = text.split("\\.\\.", -1);
    return switch (ends.length) {
      case 1 -> entry(ends[0], ends[0]);
      case 2 -> entry(ends[0], ends[1]);
      default -> Optional.empty();
    };
  }

  private static Optional<Entry> entry(String first, String last) {
    return weekday(first)
        .<Entry>flatMap(from -> weekday(last).map(to -> new NoActionDays.Weekdays(from, to)))
        .or(
            () ->
                date(first)
                    .flatMap(
                        from ->
                            date(last)
                                .filter(to -> isRange(from, to))
                                .map(to -> new NoActionDays.Dates(from, to))));
  }

  private static boolean isRange(LocalDate first, LocalDate last) {
    long days = ChronoUnit.DAYS.between(first, last) + 1;
    return days >= 1 && days <= LONGEST_RANGE;
  }

  private static Optional<DayOfWeek> weekday(String text) {
    return Arrays.stream(DayOfWeek.values())
        .filter(day -> NoActionDays.word(day).equals(text) || day.name().equals(text))
        .findFirst();
  }

  private static Optional<LocalDate> date(String text) {
    try {
      return text.matches("\\d{4}-\\d{2}-\\d{2}")
          ? Optional.of(LocalDate.parse(text))
          : Optional.empty();
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private ZoneId zone(String text) {
    try {
      return text.isEmpty() ? ZoneOffset.UTC : ZoneId.of(text);
    } catch (DateTimeException _) {
      problems.add(
          Problem.of(ZONE, "is no time zone such as Europe/Berlin or UTC: '%s'".formatted(text)));
      return ZoneOffset.UTC;
    }
  }
}
