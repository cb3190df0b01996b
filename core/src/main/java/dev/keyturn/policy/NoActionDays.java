package dev.keyturn.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code NO_ACTION_ON}: the days on which no key is deactivated or deleted.
 *
 * @param entries of the setting; they leave at least one day of the week
 * @param zone in which these days begin and end
 */
public record NoActionDays(List<Entry> entries, ZoneId zone) {
  private static final NoActionDays NONE = new NoActionDays(List.of(), ZoneOffset.UTC);
  private static final int LETTERS = 3;

  public NoActionDays {
    entries = List.copyOf(entries);
    EnumSet<DayOfWeek> left = EnumSet.allOf(DayOfWeek.class);
    for (Entry entry : entries) {
      if (entry instanceof Weekdays weekdays) {
        left.removeIf(weekdays::has);
      }
    }
    if (left.isEmpty()) {
      throw new IllegalArgumentException("no day of the week is left for action");
    }
  }

  /** One entry of the setting. */
  public sealed interface Entry {
    boolean has(LocalDate day);

    /** As the setting has it. */
    String text();

    private static String text(String first, String last) {
      return first.equals(last) ? first : first + ".." + last;
    }
  }

  /** Days of each week, such as {@code SAT} or {@code FRI..MON}, both included. */
  public record Weekdays(DayOfWeek first, DayOfWeek last) implements Entry {
    @Override
    public boolean has(LocalDate day) {
      return has(day.getDayOfWeek());
    }

    boolean has(DayOfWeek day) {
      return distance(day) <= distance(last);
    }

    private int distance(DayOfWeek day) {
      return Math.floorMod(day.getValue() - first.getValue(), DayOfWeek.values().length);
    }

    @Override
    public String text() {
      return Entry.text(word(first), word(last));
    }
  }

  /** A day, or a range such as {@code 2026-12-24..2027-01-06}, both included. */
  public record Dates(LocalDate first, LocalDate last) implements Entry {
    public Dates {
      if (last.isBefore(first)) {
        throw new IllegalArgumentException(last + " is before " + first);
      }
    }

    @Override
    public boolean has(LocalDate day) {
      return !day.isBefore(first) && !day.isAfter(last);
    }

    @Override
    public String text() {
      return Entry.text(first.toString(), last.toString());
    }
  }

  /** Keys are deactivated and deleted on all days. */
  public static NoActionDays none() {
    return NONE;
  }

  /** How a day of the week is written, such as {@code SAT}. */
  public static String word(DayOfWeek day) {
    return day.name().substring(0, LETTERS).toUpperCase(Locale.ROOT);
  }

  /** The entry that has the day of the zone to which an instant belongs. */
  public Optional<Entry> on(Instant now) {
    LocalDate day = LocalDate.ofInstant(now, zone);
    return entries.stream().filter(entry -> entry.has(day)).findFirst();
  }
}
