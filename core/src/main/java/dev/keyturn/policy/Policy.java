package dev.keyturn.policy;

/**
 * The time limits of an installation, in whole UTC calendar days; "older than N" means {@code > N}.
 *
 * @param warningDays Keyturn warns about a key that is older than this
 * @param overdueDays Keyturn replaces a key that is older than this; more than {@code warningDays}
 * @param deactivateDays from replacement to deactivation of the old key
 * @param deletionDays from deactivation to deletion of the old key
 * @param inUseGraceDays the maximum number of days by which Keyturn delays deactivation while the
 *     old key is in use; 0 for no delay
 * @param limits what tags may say
 * @param noticeDays a key is replaced only if its owner was warned this many days before
 * @param replacesExposed whether a key that AWS has found in public is replaced and shut out
 * @param unusedDays a key that was not used for longer than this is deactivated and deleted instead
 *     of replaced; 0 for no such key, otherwise at most {@code overdueDays}
 */
public record Policy(
    int warningDays,
    int overdueDays,
    int deactivateDays,
    int deletionDays,
    int inUseGraceDays,
    Limits limits,
    int noticeDays,
    boolean replacesExposed,
    int unusedDays) {

  /**
   * A key that was used within this number of days is in use. Fetching the new file counts as a
   * use.
   */
  public static final int IN_USE_DAYS = 3;

  public Policy {
    if (warningDays < 0
        || overdueDays <= warningDays
        || deactivateDays < 0
        || deletionDays < 0
        || inUseGraceDays < 0
        || noticeDays < 0
        || unusedDays < 0) {
      throw new IllegalArgumentException(
          "not a policy: warning %s, overdue %s, deactivate %s, deletion %s, in-use grace %s, notice %s, unused %s"
              .formatted(
                  warningDays,
                  overdueDays,
                  deactivateDays,
                  deletionDays,
                  inUseGraceDays,
                  noticeDays,
                  unusedDays));
    }
  }

  /** The same with other thresholds. */
  Policy with(int warning, int overdue) {
    return new Policy(
        warning,
        overdue,
        deactivateDays,
        deletionDays,
        inUseGraceDays,
        limits,
        noticeDays,
        replacesExposed,
        unusedDays);
  }

  /** The same, and exposed keys are replaced or only reported. */
  public Policy replacingExposed(boolean replaces) {
    return new Policy(
        warningDays,
        overdueDays,
        deactivateDays,
        deletionDays,
        inUseGraceDays,
        limits,
        noticeDays,
        replaces,
        unusedDays);
  }

  /** The same, and keys that were not used for longer than this are retired. */
  public Policy retiringUnused(int days) {
    return new Policy(
        warningDays,
        overdueDays,
        deactivateDays,
        deletionDays,
        inUseGraceDays,
        limits,
        noticeDays,
        replacesExposed,
        days);
  }

  /** A policy that only reports exposed keys, and replaces unused ones. */
  public Policy(
      int warningDays,
      int overdueDays,
      int deactivateDays,
      int deletionDays,
      int inUseGraceDays,
      Limits limits,
      int noticeDays) {
    this(
        warningDays,
        overdueDays,
        deactivateDays,
        deletionDays,
        inUseGraceDays,
        limits,
        noticeDays,
        false,
        0);
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
