package dev.keyturn.proof.simulation;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;

/**
 * The tag {@code keyturn-exempt} as the judge reads it, after docs/settings.md.
 *
 * @param last the last day on which the user is to be left alone
 */
record Exempt(LocalDate last) {
  static final String TAG = "keyturn-exempt";
  static final Exempt NO = new Exempt(LocalDate.MIN);

  /** What says neither until when nor why holds the user until somebody corrects it. */
  private static final Exempt UNREADABLE = new Exempt(LocalDate.MAX);

  /** Reads tags whose keys are in small letters. */
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
