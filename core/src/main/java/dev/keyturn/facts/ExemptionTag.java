package dev.keyturn.facts;

import java.util.regex.Pattern;

/** How the value of an exemption's tag is written: a date, spaces, and what the reason is. */
final class ExemptionTag {
  static final Pattern FORM =
      Pattern.compile("\\s*(\\d{4}-\\d{2}-\\d{2})\\s+(\\S.*?)\\s*", Pattern.DOTALL);

  private ExemptionTag() {}
}
