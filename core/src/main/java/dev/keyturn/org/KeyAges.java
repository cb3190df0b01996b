package dev.keyturn.org;

import dev.keyturn.policy.Policy;
import dev.keyturn.report.Inventory;
import dev.keyturn.report.SeenKey;

/**
 * The ages of active keys of managed users.
 *
 * @param oldestDays the age of the oldest one in days; 0 if there is none
 * @param pastWarning the number of keys that are older than {@code WARNING_DAYS}
 * @param pastOverdue the number of keys that are older than {@code OVERDUE_DAYS}
 */
public record KeyAges(int oldestDays, int pastWarning, int pastOverdue) {
  public static final KeyAges NONE = new KeyAges(0, 0, 0);

  /** Those of an account. */
  public static KeyAges of(Inventory keys, Policy policy) {
    return new KeyAges(
        (int) keys.keys().stream().mapToLong(SeenKey::ageDays).max().orElse(0),
        keys.olderThan(policy.warningDays()).size(),
        keys.olderThan(policy.overdueDays()).size());
  }

  /** Those of several accounts together. */
  public KeyAges with(KeyAges others) {
    return new KeyAges(
        Math.max(oldestDays, others.oldestDays),
        pastWarning + others.pastWarning,
        pastOverdue + others.pastOverdue);
  }
}
