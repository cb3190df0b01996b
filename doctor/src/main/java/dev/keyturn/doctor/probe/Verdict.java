package dev.keyturn.doctor.probe;

/** Whether something may be done. */
public enum Verdict {
  YES,
  /** Certainly not. */
  NO,
  /** It cannot be told: conditions, boundaries or other policies decide. */
  UNKNOWN
}
