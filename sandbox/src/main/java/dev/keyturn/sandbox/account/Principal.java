package dev.keyturn.sandbox.account;

/** Who signed a request, as GetCallerIdentity would tell. */
public sealed interface Principal {
  String arn();

  String userId();

  /** The account's root user: may do everything. */
  record Root(String account) implements Principal {
    @Override
    public String arn() {
      return "arn:aws:iam::" + account + ":root";
    }

    @Override
    public String userId() {
      return account;
    }
  }

  /** An IAM user: may do what the policies allow. */
  record IamUser(String arn, String userId, String name) implements Principal {}

  /**
   * A session of an assumed role: roles and their policies are not modelled, so it may do
   * everything.
   */
  record RoleSession(String account, String roleId, String role, String session)
      implements Principal {
    @Override
    public String arn() {
      return "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + session;
    }

    @Override
    public String userId() {
      return roleId + ":" + session;
    }
  }
}
