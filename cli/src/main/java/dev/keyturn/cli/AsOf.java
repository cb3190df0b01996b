package dev.keyturn.cli;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The day that {@code --as-of} names. */
public sealed interface AsOf {
  /** The maximum number of days; a plan further ahead is of little use. */
  int MOST_DAYS = 400;

  /** The day, counted from AWS's today (UTC). */
  LocalDate from(LocalDate today);

  /** A date. */
  record Date(LocalDate day) implements AsOf {
    @Override
    public LocalDate from(LocalDate today) {
      return day;
    }
  }

  /** A number of days after today. */
  record DaysAhead(int days) implements AsOf {
    public DaysAhead {
      if (days < 1 || days > MOST_DAYS) {
        throw new IllegalArgumentException("not from 1 to %s days: %s".formatted(MOST_DAYS, days));
      }
    }

    @Override
    public LocalDate from(LocalDate today) {
      return today.plusDays(days);
    }
  }

  /** Reads {@code 2027-01-31}, {@code tomorrow} or {@code +30}. */
  final class Converter implements ITypeConverter<AsOf> {
    /** At most six digits: enough for all valid numbers, and never too long for an int. */
    private static final Pattern AHEAD = Pattern.compile("\\+\\d{1,6}");

    @Override
    public AsOf convert(String value) {
      try {
        if (value.equals("tomorrow")) {
          return new DaysAhead(1);
        }
        return AHEAD.matcher(value).matches()
            ? new DaysAhead(Integer.parseInt(value.substring(1)))
            : new Date(LocalDate.parse(value));
      } catch (DateTimeException | IllegalArgumentException e) {
        throw new TypeConversionException(
            "'%s' is not a date (YYYY-MM-DD), not 'tomorrow', and not a number of days from +1 to +%s"
                .formatted(value, MOST_DAYS));
      }
    }
  }
}
