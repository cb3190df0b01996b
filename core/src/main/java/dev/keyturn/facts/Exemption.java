package dev.keyturn.facts;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * Whether a user is exempt: the tag {@code keyturn-exempt} has the last day of the exemption and
 * the reason, such as {@code 2027-01-31 migrating the data lake}.
 */
public sealed interface Exemption {
  /** The key of the tag, the same in every installation. */
  String TAG = "keyturn-exempt";

  /** No exemption was granted. */
  record None() implements Exemption {}

  /** Granted up to and including a day, in UTC. */
  record Until(LocalDate day, String reason) implements Exemption {}

  /** The tag has a value without a date or reason; Keyturn does not guess its meaning. */
  record Unreadable(String why) implements Exemption {}

  /** The exemption on a day, in UTC: one that has ended is none. */
  default Exemption on(LocalDate today) {
    return this instanceof Until until && until.day().isBefore(today) ? new None() : this;
  }

  /** Reads the tag; never throws. */
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
