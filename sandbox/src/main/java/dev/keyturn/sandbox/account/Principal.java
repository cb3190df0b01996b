package dev.keyturn.sandbox.account;

import java.util.List;

/** The signer of a request, as in GetCallerIdentity. */
public sealed interface Principal {
  String arn();

  String userId();

  /** The account that the principal belongs to. */
  default String account() {
    return arn().split(":", -1)[4];
  }

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
   * An IAM user in a session of GetSessionToken: the same permissions, and perhaps MFA.
   *
   * @param mfa whether a code of an MFA device came with the request for the session
   */
  record UserSession(IamUser user, boolean mfa) implements Principal {
    @Override
    public String arn() {
      return user.arn();
    }

    @Override
    public String userId() {
      return user.userId();
    }
  }

  /**
   * A session of an assumed role. The policies of a role that was created here decide what it may
   * do; any other role may do everything.
   *
   * @param roleArn the ARN of the role, with its path
   * @param sessionPolicies documents that limit this session; none if there is no limit
   */
  record RoleSession(
      String account, String roleId, String roleArn, String session, List<String> sessionPolicies)
      implements Principal {

    public RoleSession {
      sessionPolicies = List.copyOf(sessionPolicies);
    }

    /** The role's name. */
    public String role() {
      return roleArn.substring(roleArn.lastIndexOf('/') + 1);
    }

    @Override
    public String arn() {
      return "arn:aws:sts::" + account + ":assumed-role/" + role() + "/" + session;
    }

    @Override
    public String userId() {
      return roleId + ":" + session;
    }
  }
}
