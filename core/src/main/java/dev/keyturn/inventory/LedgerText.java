package dev.keyturn.inventory;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.UserName;
import dev.keyturn.inventory.Ledger.Entry;
import dev.keyturn.state.SealedText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The ledger as text: one line per user, the account in the first line, and a digest of all other
 * lines in the last:
 *
 * <pre>{@code
 * keyturn ledger 1 of 123456789012
 * alice|since 2023-11-14T22:13:20Z on 2025-11-24T16:00:00Z|AKIAIOSFODNN7EXAMPLE ACTIVE 2023-11-14T22:15:23Z
 * sha256 9f86d081884c7d65...
 * }</pre>
 *
 * Names and ids have no bar and no space (IAM API reference, UserName and AccessKeyId).
 */
final class LedgerText {
  private LedgerText() {}

  static String of(String account, Map<UserName, Entry> entries, Predicate<UserName> kept) {
    StringBuilder text = new StringBuilder(title(account));
    entries.keySet().stream()
        .filter(kept)
        .sorted()
        .forEach(user -> text.append(line(user, entry(entries, user))));
    return SealedText.seal(text.toString());
  }

  private static Entry entry(Map<UserName, Entry> entries, UserName user) {
    return Optional.ofNullable(entries.get(user)).orElseGet(() -> new Entry("", List.of()));
  }

  private static String title(String account) {
    return "keyturn ledger 1 of " + account + "\n";
  }

  private static String line(UserName user, Entry entry) {
    StringBuilder line = new StringBuilder(user + "|" + entry.said());
    for (AccessKey key : entry.keys()) {
      line.append('|').append(key.id()).append(' ').append(key.status().name());
      line.append(' ').append(key.created());
    }
    return line.append('\n').toString();
  }

  /** The entries; empty if the text is damaged or of another account. */
  static Optional<Map<UserName, Entry>> read(String text, String account) {
    Map<UserName, Entry> entries = new HashMap<>();
    try {
      return SealedText.open(text, title(account))
          .map(
              lines -> {
                lines.forEach(line -> read(line, entries));
                return entries;
              });
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  private static void read(String line, Map<UserName, Entry> entries) {
    String[] fields = line.split("\\|", -1);
    List<AccessKey> keys = new ArrayList<>();
    for (int i = 2; i < fields.length; i++) {
      keys.add(key(fields[i].split(" ", -1)));
    }
    entries.put(new UserName(fields[0]), new Entry(fields[1], keys));
  }

  private static AccessKey key(String[] words) {
    return new AccessKey(new KeyId(words[0]), KeyStatus.valueOf(words[1]), Instant.parse(words[2]));
  }
}
