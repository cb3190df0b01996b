package dev.keyturn.doctor.probe;

/** Whether an action is allowed. */
public enum Verdict {
  YES,
  /** Certainly denied. */
  NO,
  /** Unknown: it depends on conditions, boundaries or other policies. */
  UNKNOWN
}
