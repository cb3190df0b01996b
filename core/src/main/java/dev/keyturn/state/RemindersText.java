package dev.keyturn.state;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Reminders.Last;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The last warnings as text: one line per user, the account in the first line, and a digest of all
 * other lines in the last:
 *
 * <pre>{@code
 * keyturn reminders 1 of 123456789012
 * alice|2026-11-20|WARNING|AKIAIOSFODNN7EXAMPLE
 * sha256 9f86d081884c7d65...
 * }</pre>
 */
public final class RemindersText {
  private RemindersText() {}

  /**
   * The text to be kept.
   *
   * @param account twelve digits
   */
  public static String of(String account, Map<UserName, Last> last) {
    StringBuilder text = new StringBuilder(title(account));
    new TreeMap<>(last).forEach((user, said) -> text.append(line(user, said)));
    return SealedText.seal(text.toString());
  }

  private static String line(UserName user, Last said) {
    StringBuilder line = new StringBuilder(user + "|" + said.day() + "|" + said.reason().name());
    said.keys().forEach(key -> line.append('|').append(key));
    return line.append('\n').toString();
  }

  /** Reads a text; empty if it is damaged or of another account. */
  public static Optional<Map<UserName, Last>> read(String text, String account) {
    Map<UserName, Last> last = new HashMap<>();
    try {
      return SealedText.open(text, title(account))
          .map(
              lines -> {
                lines.forEach(line -> read(line, last));
                return last;
              });
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  private static void read(String line, Map<UserName, Last> last) {
    String[] fields = line.split("\\|", -1);
    last.put(
        new UserName(fields[0]),
        new Last(
            LocalDate.parse(fields[1]),
            Reason.Warn.valueOf(fields[2]),
            Arrays.stream(fields).skip(3).map(KeyId::new).toList()));
  }

  private static String title(String account) {
    return "keyturn reminders 1 of " + account + "\n";
  }
}
