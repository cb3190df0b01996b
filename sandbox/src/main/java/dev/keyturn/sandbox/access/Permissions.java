package dev.keyturn.sandbox.access;

import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
  public boolean allow(
      Principal principal, String action, String resource, Map<String, String> conditions) {
    return switch (principal) {
      case Principal.Root _, Principal.RoleSession _ -> true;
      case Principal.IamUser user -> {
        Map<String, String> context = new LinkedHashMap<>(conditions);
        context.put("aws:username", user.name());
        context.put("aws:userid", user.userId());
        context.put("aws:PrincipalArn", user.arn());
        List<Statement> statements =
            account.policies().documentsFor(user.name()).stream()
                .flatMap(d -> Statement.read(d).stream())
                .toList();
        boolean denied =
            statements.stream().anyMatch(s -> !s.allows() && s.covers(action, resource, context));
        boolean allowed =
            statements.stream().anyMatch(s -> s.allows() && s.covers(action, resource, context));
        yield allowed && !denied;
      }
    };
  }
}
