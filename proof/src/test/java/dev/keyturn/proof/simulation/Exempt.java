package dev.keyturn.proof.simulation;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;

/**
 * The tag {@code keyturn-exempt} as the judge reads it, according to docs/settings.md.
 *
 * @param last the last day of the exemption
 */
record Exempt(LocalDate last) {
  static final String TAG = "keyturn-exempt";
  static final Exempt NO = new Exempt(LocalDate.MIN);

  /** A value without date or reason holds the user until it is corrected. */
  private static final Exempt UNREADABLE = new Exempt(LocalDate.MAX);

  /** Reads tags with lower-case keys. */
  static Exempt read(Map<String, String> tags) {
    if (!tags.containsKey(TAG)) {
      return NO;
    }
    String[] words = tags.getOrDefault(TAG, "").strip().split("\\s+", 2);
    try {
      return words.length == 2 ? new Exempt(LocalDate.parse(words[0])) : UNREADABLE;
    } catch (DateTimeException _) {
      return UNREADABLE;
    }
  }

  boolean on(LocalDate day) {
    return !day.isAfter(last);
  }

  boolean readable() {
    return !equals(UNREADABLE);
  }
}
