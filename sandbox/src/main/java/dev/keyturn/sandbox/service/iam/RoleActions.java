package dev.keyturn.sandbox.service.iam;

import dev.keyturn.sandbox.access.Statement;
import dev.keyturn.sandbox.account.Roles;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Xml;
import dev.keyturn.sandbox.service.Caller;
import dev.keyturn.sandbox.service.Form;
import dev.keyturn.sandbox.service.QueryService.Action;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** IAM's actions on roles. */
final class RoleActions {
  private final Roles roles;

  private RoleActions(Roles roles) {
    this.roles = roles;
  }

  static Map<String, Action> of(Roles roles) {
    return Map.of(
        "CreateRole",
        new RoleActions(roles)::create,
        "DeleteRole",
        (form, _, _) -> roles.delete(form.need("RoleName")),
        "UpdateAssumeRolePolicy",
        (form, _, _) -> roles.trust(form.need("RoleName"), document(form.need("PolicyDocument"))),
        "PutRolePolicy",
        (form, _, _) ->
            roles.putPolicy(
                form.need("RoleName"), form.need("PolicyName"), form.need("PolicyDocument")),
        "DeleteRolePolicy",
        (form, _, _) -> roles.deletePolicy(form.need("RoleName"), form.need("PolicyName")),
        "AttachRolePolicy",
        (form, _, _) -> roles.attach(form.need("RoleName"), form.need("PolicyArn")),
        "DetachRolePolicy",
        (form, _, _) -> roles.detach(form.need("RoleName"), form.need("PolicyArn")));
  }

  private void create(Form form, Caller caller, Xml xml) {
    String name = form.need("RoleName");
    String trust = document(form.need("AssumeRolePolicyDocument"));
    String arn =
        roles.create(name, form.text("Path").orElse("/"), Optional.of(trust), longest(form));
    xml.in("Role", () -> xml.text("RoleName", name).text("Arn", arn));
  }

  private static String document(String document) {
    Statement.read(document);
    return document;
  }

  private static Duration longest(Form form) {
    String seconds = form.text("MaxSessionDuration").orElse("3600");
    if (!seconds.matches("\\d{4,5}")
        || Integer.parseInt(seconds) < 3600
        || Integer.parseInt(seconds) > 43_200) {
      throw AwsRefusal.invalid(
          "1 validation error detected: Value '"
              + seconds
              + "' at 'maxSessionDuration' failed to satisfy constraint: Member must have value"
              + " between 3600 and 43200");
    }
    return Duration.ofSeconds(Long.parseLong(seconds));
  }
}
