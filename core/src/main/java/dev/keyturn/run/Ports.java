package dev.keyturn.run;

/** All that a run needs of AWS. */
public record Ports(
    Account account,
    Users users,
    Keys keys,
    Vault vault,
    Post post,
    Papers papers,
    Permits permits,
    CredentialReports reports) {

  /** The same, with another clock of the account. */
  Ports with(Account other) {
    return new Ports(other, users, keys, vault, post, papers, permits, reports);
  }
}
