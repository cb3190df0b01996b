package dev.keyturn.sandbox.access;

import dev.keyturn.sandbox.access.Verdict.Decision;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.Principal;
import java.util.List;

/**
 * Decides as docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html does
 * within one account: an explicit deny of an identity-based policy or of the resource's policy
 * wins, and one of them must allow. The root user has no identity-based policies and may do all
 * that the resource's policy does not deny. So may sessions of roles that were not created here.
 */
public final class Permissions {
  private final Account account;

  public Permissions(Account account) {
    this.account = account;
  }

  /**
   * Whether a principal may do {@code action} on {@code resource}, given the known condition keys.
   */
  public boolean allow(Principal principal, String action, String resource, Context context) {
    return verdict(principal, action, resource, context).decision() == Decision.ALLOWED;
  }

  /** The verdict of a principal's policies on {@code action} and {@code resource}. */
  public Verdict verdict(Principal principal, String action, String resource, Context context) {
    Context known = known(principal, context);
    return switch (principal) {
      case Principal.Root _ -> Verdict.allowed();
      case Principal.RoleSession session ->
          account
              .roles()
              .documentsByArn(session.roleArn())
              .map(documents -> verdict(documents, action, resource, known))
              .orElseGet(Verdict::allowed);
      case Principal.IamUser user -> ofUser(user, action, resource, known);
      case Principal.UserSession session -> ofUser(session.user(), action, resource, known);
    };
  }

  private Verdict ofUser(Principal.IamUser user, String action, String resource, Context known) {
    return verdict(account.policies().documentsFor(user.name()), action, resource, known);
  }

  /**
   * The verdict of a resource's own policy on {@code action}. "The root user can always" read, put
   * and delete a bucket's policy (AmazonS3/latest/API/API_PutBucketPolicy.html).
   */
  public Verdict ofResource(
      String document, Principal principal, String action, String resource, Context context) {
    if (principal instanceof Principal.Root && action.endsWith("BucketPolicy")) {
      return Verdict.allowed();
    }
    Context known = known(principal, context);
    return ofStatements(
        Statement.read(document).stream()
            .filter(statement -> statement.concerns(principal, account.id()))
            .toList(),
        action,
        resource,
        known);
  }

  /** The condition keys of the caller; a long-term key has no MFA condition key. */
  private Context known(Principal principal, Context context) {
    Context known =
        context
            .with("aws:userid", principal.userId())
            .with("aws:PrincipalArn", principal.arn())
            .with("aws:PrincipalAccount", account.id());
    return switch (principal) {
      case Principal.Root _ -> known;
      case Principal.IamUser user -> known.with("aws:username", user.name());
      case Principal.UserSession session ->
          known
              .with("aws:username", session.user().name())
              .with("aws:MultiFactorAuthPresent", String.valueOf(session.mfa()));
      case Principal.RoleSession session ->
          known
              .with("aws:PrincipalArn", session.roleArn())
              .with("aws:MultiFactorAuthPresent", "false");
    };
  }

  /** The verdict of policy documents on {@code action} and {@code resource}. */
  public static Verdict verdict(
      List<String> documents, String action, String resource, Context context) {
    return ofStatements(
        documents.stream().flatMap(document -> Statement.read(document).stream()).toList(),
        action,
        resource,
        context);
  }

  private static Verdict ofStatements(
      List<Statement> all, String action, String resource, Context context) {
    List<Statement> statements = all.stream().filter(statement -> statement.names(action)).toList();
    List<Statement> covering =
        statements.stream()
            .filter(statement -> statement.covers(action, resource, context))
            .toList();
    Decision decision =
        covering.isEmpty()
            ? Decision.IMPLICIT_DENY
            : covering.stream().allMatch(Statement::allows)
                ? Decision.ALLOWED
                : Decision.EXPLICIT_DENY;
    return new Verdict(
        decision,
        context.missing(
            statements.stream()
                .flatMap(statement -> statement.conditions().keys().stream())
                .distinct()
                .toList()));
  }
}
