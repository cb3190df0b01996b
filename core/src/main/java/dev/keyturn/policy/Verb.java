package dev.keyturn.policy;

import java.util.Locale;

/** The six words for a decision in reports. */
public enum Verb {
  WARN("warned"),
  ROTATE("rotated"),
  DEACTIVATE("deactivated"),
  DELETE("deleted"),
  CLEAR("cleared"),
  HOLD("held");

  private final String done;

  Verb(String done) {
    this.done = done;
  }

  /** The word for what was done, in lower case. */
  public String done() {
    return done;
  }

  /** The word in reports, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
