package dev.keyturn.facts;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * Whether a user is to be left alone for a while: the tag {@code keyturn-exempt}, which holds the
 * last day on which that is so and the reason, as {@code 2027-01-31 migrating the data lake}.
 */
public sealed interface Exemption {
  /** The key of the tag, the same in every installation. */
  String TAG = "keyturn-exempt";

  /** No exemption was granted. */
  record None() implements Exemption {}

  /** Granted up to and including a day, in UTC. */
  record Until(LocalDate day, String reason) implements Exemption {}

  /** The tag says something, but not until when or why; nobody may guess what it means. */
  record Unreadable(String why) implements Exemption {}

  /** Reads the tag; it throws nothing. */
  static Exemption read(Optional<String> tag) {
    return tag.map(Exemption::read).orElseGet(None::new);
  }

  private static Exemption read(String value) {
    Matcher form = ExemptionTag.FORM.matcher(value);
    if (!form.matches()) {
      return new Unreadable("'" + value + "' is no date and reason as 2027-01-31 why");
    }
    try {
      return new Until(LocalDate.parse(form.group(1)), form.group(2));
    } catch (DateTimeException e) {
      return new Unreadable("'" + value + "' holds no date");
    }
  }
}
