package dev.keyturn.sandbox.access;

import dev.keyturn.sandbox.access.Verdict.Decision;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.Principal;
import java.util.List;

/**
 * Decides as docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html does
 * for identity-based policies: an explicit deny wins, an allow is needed, the root user is above
 * it. Role sessions may do all, for roles are not modelled.
 */
public final class Permissions {
  private final Account account;

  public Permissions(Account account) {
    this.account = account;
  }

  /**
   * Whether a principal may do {@code action} on {@code resource}, given the condition keys that
   * are known.
   */
  public boolean allow(Principal principal, String action, String resource, Context context) {
    return verdict(principal, action, resource, context).decision() == Decision.ALLOWED;
  }

  /** What a principal's policies say of {@code action} on {@code resource}. */
  public Verdict verdict(Principal principal, String action, String resource, Context context) {
    return switch (principal) {
      case Principal.Root _, Principal.RoleSession _ -> Verdict.allowed();
      case Principal.IamUser user ->
          verdict(
              account.policies().documentsFor(user.name()),
              action,
              resource,
              context
                  .with("aws:username", user.name())
                  .with("aws:userid", user.userId())
                  .with("aws:PrincipalArn", user.arn()));
    };
  }

  /** What policy documents say of {@code action} on {@code resource}. */
  public static Verdict verdict(
      List<String> documents, String action, String resource, Context context) {
    List<Statement> statements =
        documents.stream()
            .flatMap(document -> Statement.read(document).stream())
            .filter(statement -> statement.names(action))
            .toList();
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
