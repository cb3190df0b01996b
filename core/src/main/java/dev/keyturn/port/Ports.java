package dev.keyturn.port;

/** All that a run needs of AWS. */
public record Ports(
    Account account,
    Users users,
    Keys keys,
    CredentialStore vault,
    Mailer post,
    BucketObjects papers,
    Permissions permits,
    CredentialReports reports) {

  /** The same, with another clock of the account. */
  public Ports with(Account other) {
    return new Ports(other, users, keys, vault, post, papers, permits, reports);
  }
}
