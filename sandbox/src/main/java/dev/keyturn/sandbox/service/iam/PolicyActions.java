package dev.keyturn.sandbox.service.iam;

import dev.keyturn.sandbox.account.Policies;
import dev.keyturn.sandbox.account.Users;
import dev.keyturn.sandbox.http.Percent;
import dev.keyturn.sandbox.http.Xml;
import dev.keyturn.sandbox.service.Caller;
import dev.keyturn.sandbox.service.Form;
import dev.keyturn.sandbox.service.Paging;
import dev.keyturn.sandbox.service.QueryService.Action;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** IAM's actions on policies, as far as users' rights are made of them. */
final class PolicyActions {
  private final Users users;
  private final Policies policies;

  private PolicyActions(Users users, Policies policies) {
    this.users = users;
    this.policies = policies;
  }

  static Map<String, Action> of(Users users, Policies policies) {
    PolicyActions actions = new PolicyActions(users, policies);
    Map<String, Action> all = new HashMap<>(onGroups(policies));
    all.putAll(actions.onUsers());
    return all;
  }

  private static Map<String, Action> onGroups(Policies policies) {
    return Map.of(
        "PutGroupPolicy",
        (form, _, _) ->
            policies.putGroupPolicy(
                form.need("GroupName"), form.need("PolicyName"), form.need("PolicyDocument")),
        "DeleteGroupPolicy",
        (form, _, _) -> policies.deleteGroupPolicy(form.need("GroupName"), form.need("PolicyName")),
        "AttachGroupPolicy",
        (form, _, _) -> policies.attachToGroup(form.need("GroupName"), form.need("PolicyArn")),
        "CreatePolicy",
        (form, _, xml) -> {
          String name = form.need("PolicyName");
          String arn = policies.create(name, form.need("PolicyDocument"));
          xml.in("Policy", () -> xml.text("PolicyName", name).text("Arn", arn));
        });
  }

  private Map<String, Action> onUsers() {
    return Map.of(
        "PutUserPolicy",
        (form, _, _) ->
            policies.putUserPolicy(
                form.need("UserName"), form.need("PolicyName"), form.need("PolicyDocument")),
        "DeleteUserPolicy",
        (form, _, _) -> policies.deleteUserPolicy(form.need("UserName"), form.need("PolicyName")),
        "AttachUserPolicy",
        (form, _, _) -> policies.attach(form.need("UserName"), form.need("PolicyArn")),
        "DetachUserPolicy",
        (form, _, _) -> policies.detach(form.need("UserName"), form.need("PolicyArn")),
        "GetUserPolicy",
        this::get,
        "ListUserPolicies",
        this::list,
        "ListAttachedUserPolicies",
        this::listAttached);
  }

  private void get(Form form, Caller caller, Xml xml) {
    String user = form.need("UserName");
    String name = form.need("PolicyName");
    String document = policies.userPolicy(user, name);
    xml.text("UserName", user)
        .text("PolicyName", name)
        .text("PolicyDocument", Percent.encode(document));
  }

  private void list(Form form, Caller caller, Xml xml) {
    List<String> names = List.copyOf(users.get(form.need("UserName")).inlinePolicies().keySet());
    Paging.Page<String> page = Paging.of(form).page(names, name -> name);
    xml.in("PolicyNames", () -> page.elements().forEach(name -> xml.text("member", name)));
    Shapes.truncation(xml, page.marker());
  }

  private void listAttached(Form form, Caller caller, Xml xml) {
    List<String> arns = users.get(form.need("UserName")).attachedPolicies();
    Paging.Page<String> page = Paging.of(form).page(arns, arn -> arn);
    Shapes.list(xml, "AttachedPolicies", page.elements(), arn -> attached(xml, arn));
    Shapes.truncation(xml, page.marker());
  }

  static void attached(Xml xml, String arn) {
    xml.text("PolicyName", arn.substring(arn.lastIndexOf('/') + 1)).text("PolicyArn", arn);
  }

  /** A policy in the details of a user or group; documents are percent-encoded there too. */
  static void inline(Xml xml, Map.Entry<String, String> policy) {
    xml.text("PolicyName", policy.getKey())
        .text("PolicyDocument", Percent.encode(policy.getValue()));
  }
}
