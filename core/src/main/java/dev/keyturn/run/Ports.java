package dev.keyturn.run;

/** All that a run needs of AWS. */
public record Ports(
    Account account,
    Users users,
    Keys keys,
    Vault vault,
    Post post,
    Papers papers,
    Permits permits) {}
