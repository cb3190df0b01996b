package dev.keyturn.report;

import dev.keyturn.report.Controls.Result;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The results of earlier reports, by day. A page contains them, so that the page that replaces it
 * can say what has changed:
 *
 * <pre>{@code
 * 123456789012; 2026-11-15 unused 3/8 old 2/8; 2026-11-22 unused 3/8 old 1/8
 * }</pre>
 *
 * @param account the id of the account that they are about
 */
public record Trend(String account, Map<LocalDate, Map<Check, Result>> days) {
  /** The name of the page's {@code meta} element that contains it. */
  public static final String NAME = "keyturn-controls";

  /** The number of days that are kept; older ones are dropped. */
  private static final int MOST = 60;

  private static final Pattern CARRIED =
      Pattern.compile("<meta name=\"" + NAME + "\" content=\"([^\"]*)\">");
  private static final Pattern RESULT = Pattern.compile("([a-z_]+) (\\d{1,6})/(\\d{1,6})");

  public Trend {
    days = Collections.unmodifiableMap(new TreeMap<>(days));
  }

  /** No earlier report. */
  public static Trend none(String account) {
    return new Trend(account, Map.of());
  }

  /** The trend in an earlier page of the same account; empty if there is none or it is invalid. */
  public static Trend in(String page, String account) {
    Matcher carried = CARRIED.matcher(page);
    return carried.find() ? read(carried.group(1), account) : none(account);
  }

  /** Reads what {@link #text} wrote; empty if it is invalid or belongs to another account. */
  public static Trend read(String text, String account) {
    String[] parts = text.strip().split("; ", -1);
    Map<LocalDate, Map<Check, Result>> days = new TreeMap<>();
    if (!parts[0].equals(account)) {
      return none(account);
    }
    try {
      for (int i = 1; i < parts.length; i++) {
        days.put(LocalDate.parse(parts[i].split(" ", 2)[0]), results(parts[i]));
      }
    } catch (DateTimeException | IllegalArgumentException _) {
      return none(account);
    }
    return new Trend(account, days);
  }

  private static Map<Check, Result> results(String day) {
    Map<Check, Result> results = new EnumMap<>(Check.class);
    Matcher found = RESULT.matcher(day);
    while (found.find()) {
      results.put(
          Check.valueOf(found.group(1).toUpperCase(Locale.ROOT)),
          new Result(Integer.parseInt(found.group(2)), Integer.parseInt(found.group(3))));
    }
    return results;
  }

  /** A result of an earlier day. */
  public record Earlier(LocalDate day, Result result) {}

  /** The latest earlier result of a check. */
  public Optional<Earlier> before(LocalDate today, Check check) {
    return days.entrySet().stream()
        .filter(day -> day.getKey().isBefore(today) && day.getValue().containsKey(check))
        .reduce((_, later) -> later)
        .flatMap(
            day ->
                Optional.ofNullable(day.getValue().get(check))
                    .map(result -> new Earlier(day.getKey(), result)));
  }

  /**
   * Adds the results of a report, if they cover all users and come from a credential report; other
   * results cannot be compared.
   */
  public Trend with(AccountView view) {
    return view.inventory().reported()
        ? with(view.report().date(), view.controls().results())
        : this;
  }

  /** Adds the results of today and drops the oldest if there are too many. */
  Trend with(LocalDate today, Map<Check, Result> results) {
    TreeMap<LocalDate, Map<Check, Result>> all = new TreeMap<>(days);
    all.put(today, results);
    while (all.size() > MOST) {
      all.pollFirstEntry();
    }
    return new Trend(account, all);
  }

  /** The text in a page. */
  public String text() {
    StringBuilder text = new StringBuilder(account);
    days.forEach(
        (day, results) -> {
          text.append("; ").append(day);
          for (Check check : Check.values()) {
            Optional.ofNullable(results.get(check))
                .ifPresent(
                    result ->
                        text.append(' ')
                            .append(check.name().toLowerCase(Locale.ROOT))
                            .append(' ')
                            .append(result.failed())
                            .append('/')
                            .append(result.of()));
          }
        });
    return text.toString();
  }
}
