package dev.keyturn.facts;

import java.util.regex.Pattern;

/** The two date formats of a tag. The JDK accepts more, such as other offsets and larger years. */
final class DateTag {
  private static final Pattern FORM =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}Z)?");

  private DateTag() {}

  /** Whether a run could have written this. */
  static boolean isWritten(String date) {
    return FORM.matcher(date).matches();
  }
}
