package dev.keyturn.facts;

import java.util.regex.Pattern;

/**
 * The two forms in which a date stands in a tag. The JDK reads more: other offsets, years beyond
 * any calendar.
 */
final class DateTag {
  private static final Pattern FORM =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}Z)?");

  private DateTag() {}

  /** Whether a run could have written this. */
  static boolean isWritten(String date) {
    return FORM.matcher(date).matches();
  }
}
