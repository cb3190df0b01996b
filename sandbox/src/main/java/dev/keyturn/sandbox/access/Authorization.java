package dev.keyturn.sandbox.access;

import dev.keyturn.sandbox.access.Denial.Kind;
import dev.keyturn.sandbox.access.Verdict.Decision;
import dev.keyturn.sandbox.account.Principal;
import java.util.List;
import java.util.Optional;

/**
 * Decides on a request by all policies that apply to it
 * (docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html): a deny of
 * any wins. Within an account, the principal's or the resource's policies must allow; across
 * accounts, both must (reference_policies_evaluation-logic-cross-account.html). A role's trust must
 * allow in either case. The organization's policies for the principal's account and a session's own
 * policies limit both further.
 */
public final class Authorization {
  /** An action on a resource, with the known condition keys. */
  public record Asked(String action, String resource, Context context) {}

  /** A kind of policy, and what it says about the request. */
  private record Found(Kind kind, Decision decision) {
    boolean allows() {
      return decision == Decision.ALLOWED;
    }

    boolean denies() {
      return decision == Decision.EXPLICIT_DENY;
    }
  }

  private final Permissions permissions;

  public Authorization(Permissions permissions) {
    this.permissions = permissions;
  }

  /** Empty where the request is allowed. */
  public Optional<Denial> denial(Principal principal, Asked asked, Guard guard) {
    Context context = permissions.known(principal, guard.owner(), asked.context());
    Asked known = new Asked(asked.action(), asked.resource(), context);
    Found identity =
        new Found(
            Kind.IDENTITY,
            permissions.verdict(principal, asked.action(), asked.resource(), context).decision());
    Found resource = new Found(guard.kind(), ofResource(principal, known, guard, true));
    Found controls =
        new Found(
            Kind.CONTROL,
            permissions.ofControls(principal, asked.action(), asked.resource(), context));
    Found session = new Found(Kind.SESSION, ofSession(principal, known));
    boolean inside = principal.account().equals(guard.owner());
    boolean granted = inside && ofResource(principal, known, guard, false) == Decision.ALLOWED;
    boolean needsBoth = !inside || (guard.kind() == Kind.TRUST && guard.policy().isPresent());
    List<Found> must =
        granted
            ? List.of(controls, session)
            : needsBoth
                ? List.of(controls, identity, resource, session)
                : List.of(controls, identity, session);
    return List.of(controls, identity, resource, session).stream()
        .filter(Found::denies)
        .findFirst()
        .or(() -> must.stream().filter(found -> !found.allows()).findFirst())
        .map(
            found ->
                new Denial(
                    found.kind(),
                    found.decision(),
                    permissions.reach(principal.account(), guard.owner())));
  }

  /**
   * "The root user can always" read, put and delete a bucket's policy (API_PutBucketPolicy).
   *
   * @param byAccount whether an allow for the principal's whole account counts
   */
  private static Decision ofResource(
      Principal principal, Asked asked, Guard guard, boolean byAccount) {
    if (principal instanceof Principal.Root root
        && root.account().equals(guard.owner())
        && asked.action().endsWith("BucketPolicy")) {
      return Decision.ALLOWED;
    }
    List<Statement> statements =
        guard.policy().map(Statement::read).orElse(List.of()).stream()
            .filter(statement -> statement.concerns(principal, byAccount))
            .map(statement -> guard.kind() == Kind.TRUST ? statement.ofTrust() : statement)
            .toList();
    return Permissions.ofStatements(statements, asked.action(), asked.resource(), asked.context())
        .decision();
  }

  private static Decision ofSession(Principal principal, Asked asked) {
    return principal instanceof Principal.RoleSession session
            && !session.sessionPolicies().isEmpty()
        ? Permissions.verdict(
                session.sessionPolicies(), asked.action(), asked.resource(), asked.context())
            .decision()
        : Decision.ALLOWED;
  }
}
