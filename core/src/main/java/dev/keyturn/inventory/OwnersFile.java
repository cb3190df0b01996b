package dev.keyturn.inventory;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.AddressSlip;
import dev.keyturn.port.Csv;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Users and the addresses of their owners, as comma-separated values (RFC 4180, one line a row):
 *
 * <pre>{@code
 * user,email
 * alice,alice@corp.example
 * }</pre>
 *
 * A file that reverts tags has a third column, {@code previous}, with the earlier value; it is
 * empty if there was no tag.
 *
 * @param rows in the order of the file
 * @param problems what is wrong, by line
 */
public record OwnersFile(List<Row> rows, SortedMap<Integer, String> problems) {
  /** The header of a file of owners. */
  public static final List<String> HEADER = List.of("user", "email");

  /** The header of a file that takes tags back. */
  public static final List<String> REVERT_HEADER = List.of("user", "email", "previous");

  /** IAM API reference, "Tag". */
  private static final Pattern TAG_VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");

  public OwnersFile {
    rows = List.copyOf(rows);
    problems = Collections.unmodifiableSortedMap(new TreeMap<>(problems));
  }

  /**
   * One user.
   *
   * @param line from 1
   * @param from the value that the tag must have; empty for any value
   * @param to the value that it gets; empty to remove it
   */
  public record Row(int line, UserName user, Optional<String> from, String to) {}

  /**
   * Reads a file of owners.
   *
   * @param domains the allowed domains of addresses; if empty, all are allowed
   */
  public static OwnersFile read(String text, Set<String> domains) {
    return read(text, HEADER, (line, fields) -> owner(line, fields, domains));
  }

  /** Reads a file that takes tags back. */
  public static OwnersFile readRevert(String text) {
    return read(
        text,
        REVERT_HEADER,
        (line, fields) ->
            new Row(line, new UserName(fields.get(0)), Optional.of(fields.get(1)), fields.get(2)));
  }

  /** Makes a row of the fields of a line, or throws. */
  private interface Maker {
    Row row(int line, List<String> fields);
  }

  private static OwnersFile read(String text, List<String> header, Maker maker) {
    List<Row> rows = new ArrayList<>();
    SortedMap<Integer, String> problems = new TreeMap<>();
    Map<UserName, Integer> lines = new HashMap<>();
    List<String> all = text.replaceFirst("^\uFEFF", "").lines().toList();
    if (all.isEmpty() || !Csv.fields(all.getFirst()).equals(Optional.of(header))) {
      return new OwnersFile(
          rows,
          new TreeMap<>(Map.of(1, "the first line must be '" + String.join(",", header) + "'")));
    }
    for (int i = 1; i < all.size(); i++) {
      int line = i + 1;
      if (all.get(i).isBlank()) {
        continue;
      }
      Optional<List<String>> fields =
          Csv.fields(all.get(i)).filter(found -> found.size() == header.size());
      if (fields.isEmpty()) {
        problems.put(
            line,
            "not %s fields with commas between; put a value with a comma in quotes"
                .formatted(header.size()));
        continue;
      }
      try {
        Row row = maker.row(line, fields.get());
        Integer before = lines.putIfAbsent(row.user(), line);
        if (before == null) {
          rows.add(row);
        } else {
          problems.put(line, "%s is in line %s already".formatted(row.user(), before));
        }
      } catch (IllegalArgumentException e) {
        problems.put(line, String.valueOf(e.getMessage()));
      }
    }
    return new OwnersFile(rows, problems);
  }

  private static Row owner(int line, List<String> fields, Set<String> domains) {
    UserName user = new UserName(fields.get(0));
    EmailAddress address =
        EmailAddress.of(fields.get(1))
            .orElseThrow(() -> new IllegalArgumentException(notAnAddress(fields.get(1))));
    if (!TAG_VALUE.matcher(address.value()).matches()) {
      throw new IllegalArgumentException(
          "IAM allows letters, digits, spaces and _.:/=+-@ in a tag, not '" + address + "'");
    }
    if (!domains.isEmpty() && !domains.contains(address.domain().toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(address + " is in none of EMAIL_DOMAINS");
    }
    return new Row(line, user, Optional.empty(), address.value());
  }

  private static String notAnAddress(String text) {
    return "not a mail address: '" + text + "'" + AddressSlip.why(text);
  }
}
