package dev.keyturn.facts;

/**
 * The names of Keyturn's objects, and the folders that they are in. In a hub's bucket, {@code
 * BucketLayout} puts the account into the name.
 */
public final class BucketPaths {
  /** Credentials files, which owners and administrators fetch. */
  public static final String CREDENTIALS = "credential/";

  /** In place of an owner: administrators, who hand these files over. */
  public static final String ADMINISTRATORS = "!administrators";

  /** What runs remember. */
  public static final String STATE = "state/";

  /** The audit trail. */
  public static final String AUDIT = "audit/";

  /** A page of each run. */
  public static final String REPORTS = "reports/";

  /** The folders of an organization's accounts. */
  public static final String ORGANIZATION = "org/";

  /** What the steps of executions over an organization hand on. */
  public static final String RUNS = ORGANIZATION + "runs/";

  public static final String LEASE = STATE + "lease.json";
  public static final String LEDGER = STATE + "ledger.txt";
  public static final String NOTES = STATE + "notes.txt";
  public static final String REMINDERS = STATE + "reminders.txt";

  /** The results of the checks of earlier pages. */
  public static final String CONTROLS = STATE + "controls.txt";

  /** The execution that is at work. */
  public static final String CURRENT_RUN = RUNS + "current.txt";

  /** The accounts that the last execution could read. */
  public static final String REACHED_ACCOUNTS = RUNS + "reached.txt";

  private BucketPaths() {}

  /**
   * The folder of an owner's files.
   *
   * @param owner a user's name, or a variable or wildcard of a policy
   */
  public static String folder(String owner) {
    return CREDENTIALS + owner + "/";
  }

  /**
   * The name of a credentials file: {@code credential/<user>/<user>_<key id>.csv} for the owner;
   * {@code credential/!administrators/<user>_<key id>.csv} for an administrator. No owner may read
   * the latter: owners are granted {@code credential/<user>/*}, and the name of a user holds no
   * exclamation mark (IAM API reference, UserName).
   */
  public static String file(UserName user, KeyId key, Delivery delivery) {
    String folder =
        switch (delivery) {
          case OWNER -> folder(user.value());
          case ADMINISTRATOR -> folder(ADMINISTRATORS);
        };
    return folder + user + "_" + key + ".csv";
  }
}
