package dev.keyturn.policy;

import static dev.keyturn.policy.Reason.Warn.NOTICE_RUNS;
import static dev.keyturn.policy.Reason.Warn.WARNING;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Facts;
import dev.keyturn.policy.Decision.Warn;
import java.time.LocalDate;

/**
 * {@code NOTICE_DAYS}: how long before a key is replaced its owner was warned, by what Keyturn
 * itself has noted. A warning that was not noted, or went to another address, does not count.
 */
public final class NoticePeriod {
  private NoticePeriod() {}

  /** Whether a warning says that its key will be replaced. */
  public static boolean announces(Warn warn) {
    return warn.reason() == WARNING || warn.reason() == NOTICE_RUNS;
  }

  /** Whether the owner of a key was warned long enough ago. */
  static boolean isOver(Facts user, AccessKey key, Policy policy, LocalDate today) {
    return policy.noticeDays() == 0 || !replacedOn(user, key, policy, today).isAfter(today);
  }

  /**
   * The first day on which a key may be replaced. Where no warning is noted, it counts from one
   * that is sent today.
   */
  public static LocalDate replacedOn(Facts user, AccessKey key, Policy policy, LocalDate today) {
    int overdueDays = OwnThresholds.of(user, policy).policy().overdueDays();
    LocalDate overdue = key.createdOn().plusDays(overdueDays + 1L);
    if (policy.noticeDays() == 0) {
      return overdue;
    }
    LocalDate noticed =
        user.evidence()
            .notes()
            .warnedSince(key.id(), user.owner(), today)
            .orElse(today)
            .plusDays(policy.noticeDays());
    return noticed.isAfter(overdue) ? noticed : overdue;
  }
}
