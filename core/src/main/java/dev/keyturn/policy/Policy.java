package dev.keyturn.policy;

/**
 * The four numbers that an installation decides on, in whole UTC calendar days; "older than N" is
 * {@code > N}.
 *
 * @param warningDays a key older than this is warned about
 * @param overdueDays a key older than this is replaced; more than {@code warningDays}
 * @param deactivateDays from replacement to deactivation of the old key
 * @param deletionDays from deactivation to deletion of the old key
 */
public record Policy(int warningDays, int overdueDays, int deactivateDays, int deletionDays) {
  public Policy {
    if (warningDays < 0 || overdueDays <= warningDays || deactivateDays < 0 || deletionDays < 0) {
      throw new IllegalArgumentException(
          "not a policy: warning %d, overdue %d, deactivate %d, deletion %d"
              .formatted(warningDays, overdueDays, deactivateDays, deletionDays));
    }
  }
}
