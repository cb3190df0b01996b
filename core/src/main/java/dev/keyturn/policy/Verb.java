package dev.keyturn.policy;

import java.util.Locale;

/** The six words for a decision in reports. */
public enum Verb {
  WARN,
  ROTATE,
  DEACTIVATE,
  DELETE,
  CLEAR,
  HOLD;

  /** The word in reports, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
