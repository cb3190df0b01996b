package dev.keyturn.doctor;

import java.util.Locale;

/** How much a finding matters. */
public enum Severity {
  OK,
  /** Keyturn works, but not as it should; or the point could not be checked. */
  WARNING,
  /** Keyturn, or an owner, cannot do what is promised, or a secret is open to others. */
  ERROR;

  /** The word of tables and of JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
