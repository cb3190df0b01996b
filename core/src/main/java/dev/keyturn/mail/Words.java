package dev.keyturn.mail;

import dev.keyturn.facts.LastUse;
import dev.keyturn.mail.SeenKey.Sighting;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/** Days, ages and last uses in plain English, all in UTC. */
public final class Words {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);

  private static final DateTimeFormatter DAY_AND_MONTH =
      DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH);

  /** Line breaks, control characters, and characters that change the direction of text. */
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029\\s]+");

  /** The maximum length of an error message in a mail; the run's page has all of it. */
  private static final int LONGEST = 300;

  private static final String NOT_KNOWN_TO_IAM = "N/A";

  private Words() {}

  /** Such as {@code Tuesday, 1 December 2026}. */
  public static String day(LocalDate day) {
    return DAY.format(day);
  }

  /** Such as {@code 1 December}. */
  public static String dayAndMonth(LocalDate day) {
    return DAY_AND_MONTH.format(day);
  }

  public static String days(long number) {
    return number == 1 ? "1 day" : number + " days";
  }

  /** One line of bounded length, without control characters. */
  static String line(String text) {
    String line = UNSEEN.matcher(text).replaceAll(" ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, cut(line)) + " ...";
  }

  /** Where to cut the line: not between the two halves of a surrogate pair. */
  private static int cut(String line) {
    return Character.isHighSurrogate(line.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
  }

  /** Such as {@code 9 days left}; {@code due now} for today and for days in the past. */
  public static String left(LocalDate day, LocalDate today) {
    long left = ChronoUnit.DAYS.between(today, day);
    return left <= 0 ? "due now" : days(left) + " left";
  }

  /** When and where a key was last used, or that it was never used, or that this is unknown. */
  public static String lastUse(Sighting sighting, LocalDate today) {
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
