package dev.keyturn.port;

/** Everything that a run needs from AWS. */
public record Ports(
    Account account,
    Users users,
    Keys keys,
    CredentialStore credentialStore,
    Mailer mailer,
    BucketObjects bucketObjects,
    Permissions permissions,
    CredentialReports reports) {

  /** The same ports with another clock of the account. */
  public Ports with(Account other) {
    return new Ports(
        other, users, keys, credentialStore, mailer, bucketObjects, permissions, reports);
  }
}
