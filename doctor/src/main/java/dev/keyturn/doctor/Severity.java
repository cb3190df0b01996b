package dev.keyturn.doctor;

import java.util.Locale;

/** The severity of a finding. */
public enum Severity {
  OK,
  /** Keyturn works, but not fully; or the point could not be checked. */
  WARNING,
  /** A promise to owners fails, or others can read a secret. */
  ERROR;

  /** The word in tables and JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
