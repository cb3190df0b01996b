package dev.keyturn.mail;

import dev.keyturn.mail.SeenKey.Sighting;
import dev.keyturn.policy.LastUse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Days, ages and last uses in plain English, all in UTC. */
final class Words {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);
  private static final String NOT_KNOWN_TO_IAM = "N/A";

  private Words() {}

  /** Such as {@code Tuesday, 1 December 2026}. */
  static String day(LocalDate day) {
    return DAY.format(day);
  }

  static String days(long number) {
    return number == 1 ? "1 day" : number + " days";
  }

  /** Such as {@code 9 days left}; {@code due now} for a day that is not to come. */
  static String left(LocalDate day, LocalDate today) {
    long left = ChronoUnit.DAYS.between(today, day);
    return left <= 0 ? "due now" : days(left) + " left";
  }

  /** When and where a key was last used, or that it never was, or that nobody knows. */
  static String lastUse(Sighting sighting, LocalDate today) {
    return switch (sighting) {
      case Sighting.Unknown() -> "could not be read";
      case Sighting.Known(LastUse.Never()) -> "never used";
      case Sighting.Known(LastUse.At(var time, String service, String region)) -> {
        LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
        yield day
            + " (%s)".formatted(ago(day, today))
            + named(", service ", service)
            + named(", region ", region);
      }
    };
  }

  private static String ago(LocalDate day, LocalDate today) {
    long ago = ChronoUnit.DAYS.between(day, today);
    return ago <= 0 ? "today" : days(ago) + " ago";
  }

  private static String named(String what, String name) {
    return name.equals(NOT_KNOWN_TO_IAM) || name.isBlank() ? "" : what + name;
  }
}
