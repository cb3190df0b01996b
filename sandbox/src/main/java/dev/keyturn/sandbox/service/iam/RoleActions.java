package dev.keyturn.sandbox.service.iam;

import dev.keyturn.sandbox.account.Roles;
import dev.keyturn.sandbox.service.QueryService.Action;
import java.util.Map;

/** IAM's actions on roles. */
final class RoleActions {
  private RoleActions() {}

  static Map<String, Action> of(Roles roles) {
    return Map.of(
        "CreateRole",
        (form, _, xml) -> {
          String name = form.need("RoleName");
          String arn = roles.create(name, form.text("Path").orElse("/"));
          xml.in("Role", () -> xml.text("RoleName", name).text("Arn", arn));
        },
        "PutRolePolicy",
        (form, _, _) ->
            roles.putPolicy(
                form.need("RoleName"), form.need("PolicyName"), form.need("PolicyDocument")),
        "DeleteRolePolicy",
        (form, _, _) -> roles.deletePolicy(form.need("RoleName"), form.need("PolicyName")));
  }
}
