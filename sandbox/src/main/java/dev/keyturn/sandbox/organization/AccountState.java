package dev.keyturn.sandbox.organization;

/**
 * The state of an account
 * (docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html).
 */
public enum AccountState {
  PENDING_ACTIVATION("SUSPENDED"),
  ACTIVE("ACTIVE"),
  SUSPENDED("SUSPENDED"),
  PENDING_CLOSURE("PENDING_CLOSURE"),
  CLOSED("SUSPENDED");

  private final String status;

  AccountState(String status) {
    this.status = status;
  }

  /** The older Status, which the same replies have. */
  public String status() {
    return status;
  }

  /** Whether the account's principals can make calls. */
  boolean usable() {
    return this == ACTIVE || this == PENDING_CLOSURE;
  }
}
