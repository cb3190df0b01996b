package dev.keyturn.sandbox.access;

import dev.keyturn.sandbox.access.Verdict.Decision;
import dev.keyturn.sandbox.account.Principal;
import dev.keyturn.sandbox.organization.Accounts;
import dev.keyturn.sandbox.organization.Organization;
import java.util.List;

/**
 * What the identity-based policies of a principal say. The root user has none and may do all that
 * other policies do not deny. So may sessions of roles that were not created here.
 */
public final class Permissions {
  private final Accounts accounts;
  private final Organization organization;

  public Permissions(Accounts accounts) {
    this.accounts = accounts;
    this.organization = accounts.organization();
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
          accounts
              .get(session.account())
              .roles()
              .documentsByArn(session.roleArn())
              .map(documents -> verdict(documents, action, resource, known))
              .orElseGet(Verdict::allowed);
      case Principal.IamUser user -> ofUser(user, action, resource, known);
      case Principal.UserSession session -> ofUser(session.user(), action, resource, known);
    };
  }

  private Verdict ofUser(Principal.IamUser user, String action, String resource, Context known) {
    return verdict(
        accounts.get(user.account()).policies().documentsFor(user.name()), action, resource, known);
  }

  /** What the organization's policies for the principal's account say; all levels must allow. */
  Decision ofControls(Principal principal, String action, String resource, Context context) {
    List<Decision> levels =
        organization.controls(principal.account()).stream()
            .map(documents -> verdict(documents, action, resource, context).decision())
            .toList();
    return List.of(Decision.EXPLICIT_DENY, Decision.IMPLICIT_DENY).stream()
        .filter(levels::contains)
        .findFirst()
        .orElse(Decision.ALLOWED);
  }

  /** How far a resource's account is from a caller's. */
  Denial.Reach reach(String caller, String owner) {
    if (caller.equals(owner)) {
      return Denial.Reach.SAME_ACCOUNT;
    }
    return organization.idFor(caller).isPresent() && organization.idFor(owner).isPresent()
        ? Denial.Reach.SAME_ORGANIZATION
        : Denial.Reach.OUTSIDE;
  }

  /** The condition keys of a request for a resource of an account. */
  Context known(Principal principal, String owner, Context context) {
    Context known = known(principal, context).with("aws:ResourceAccount", owner);
    return organization.idFor(owner).map(id -> known.with("aws:ResourceOrgID", id)).orElse(known);
  }

  /** The condition keys of the caller; a long-term key has no MFA condition key. */
  private Context known(Principal principal, Context context) {
    Context anywhere =
        context
            .with("aws:userid", principal.userId())
            .with("aws:PrincipalArn", principal.arn())
            .with("aws:PrincipalAccount", principal.account());
    Context known =
        organization
            .idFor(principal.account())
            .map(id -> anywhere.with("aws:PrincipalOrgID", id))
            .orElse(anywhere);
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

  static Verdict ofStatements(
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
