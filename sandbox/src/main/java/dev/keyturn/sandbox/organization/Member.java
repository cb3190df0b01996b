package dev.keyturn.sandbox.organization;

import java.time.Instant;

/** An account as a part of an organization. */
public record Member(String account, String name, String email, Joined joined, AccountState state) {
  /**
   * How and when the account came into the organization.
   *
   * @param method {@code CREATED} or {@code INVITED}
   */
  public record Joined(String method, Instant at) {}

  Member in(AccountState other) {
    return new Member(account, name, email, joined, other);
  }
}
