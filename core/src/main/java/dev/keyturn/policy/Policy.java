package dev.keyturn.policy;

/**
 * The four numbers that an installation decides on, in whole UTC calendar days; "older than N" is
 * {@code > N}.
 *
 * @param warningDays a key older than this is warned about
 * @param overdueDays a key older than this is replaced; more than {@code warningDays}
 * @param deactivateDays from replacement to deactivation of the old key
 * @param deletionDays from deactivation to deletion of the old key
 * @param inUseGraceDays the most days for which deactivation waits while the old key is at work; 0
 *     if it does not
 * @param limits what tags may say
 * @param noticeDays a key is replaced only if its owner was warned this many days before
 */
public record Policy(
    int warningDays,
    int overdueDays,
    int deactivateDays,
    int deletionDays,
    int inUseGraceDays,
    Limits limits,
    int noticeDays) {

  /** A key that was used within so many days is in use. Fetching the new file is a use, too. */
  public static final int IN_USE_DAYS = 3;

  public Policy {
    if (warningDays < 0
        || overdueDays <= warningDays
        || deactivateDays < 0
        || deletionDays < 0
        || inUseGraceDays < 0
        || noticeDays < 0) {
      throw new IllegalArgumentException(
          "not a policy: warning %d, overdue %d, deactivate %d, deletion %d, in-use grace %d, notice %d"
              .formatted(
                  warningDays,
                  overdueDays,
                  deactivateDays,
                  deletionDays,
                  inUseGraceDays,
                  noticeDays));
    }
  }

  /** A policy that replaces overdue keys at once. */
  public Policy(
      int warningDays,
      int overdueDays,
      int deactivateDays,
      int deletionDays,
      int inUseGraceDays,
      Limits limits) {
    this(warningDays, overdueDays, deactivateDays, deletionDays, inUseGraceDays, limits, 0);
  }

  /** A policy that limits nothing of what tags say. */
  public Policy(
      int warningDays, int overdueDays, int deactivateDays, int deletionDays, int inUseGraceDays) {
    this(warningDays, overdueDays, deactivateDays, deletionDays, inUseGraceDays, Limits.none());
  }

  /** A policy that does not ask whether the old key is in use. */
  public Policy(int warningDays, int overdueDays, int deactivateDays, int deletionDays) {
    this(warningDays, overdueDays, deactivateDays, deletionDays, 0);
  }
}
