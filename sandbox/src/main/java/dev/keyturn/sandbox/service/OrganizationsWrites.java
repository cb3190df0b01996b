package dev.keyturn.sandbox.service;

import static dev.keyturn.sandbox.service.OrganizationsService.need;

import dev.keyturn.sandbox.access.Statement;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.sandbox.organization.AccountState;
import dev.keyturn.sandbox.organization.Accounts;
import dev.keyturn.sandbox.organization.Organization;
import dev.keyturn.sandbox.service.OrganizationsService.Action;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the management account may change. */
final class OrganizationsWrites {
  private final Accounts accounts;
  private final Organization organization;
  private final OrganizationsReads reads;

  private OrganizationsWrites(Accounts accounts, OrganizationsReads reads) {
    this.accounts = accounts;
    this.organization = accounts.organization();
    this.reads = reads;
  }

  /**
   * The actions by name.
   *
   * @param caller the account that calls
   */
  static Map<String, Action> of(Accounts accounts, OrganizationsReads reads, String caller) {
    OrganizationsWrites writes = new OrganizationsWrites(accounts, reads);
    Organization organization = accounts.organization();
    Map<String, Action> actions = new HashMap<>();
    actions.put(
        "CreateOrganization",
        _ -> {
          organization.create(caller);
          return Map.of("Organization", reads.described());
        });
    actions.put("CreateAccount", writes::createAccount);
    actions.put("CreateOrganizationalUnit", writes::createUnit);
    actions.put("MoveAccount", writes::move);
    actions.put("CloseAccount", writes::close);
    actions.put("TagResource", writes::tag);
    actions.put(
        "UntagResource",
        body -> done(() -> organization.untag(need(body, "ResourceId"), body.texts("TagKeys"))));
    actions.put(
        "RegisterDelegatedAdministrator",
        body -> done(() -> organization.delegate(need(body, "AccountId"))));
    actions.put("EnablePolicyType", _ -> Map.of("Root", reads.shown(organization.root())));
    actions.put("CreatePolicy", writes::createPolicy);
    actions.put(
        "AttachPolicy",
        body -> done(() -> organization.attach(need(body, "PolicyId"), need(body, "TargetId"))));
    actions.put(
        "DetachPolicy",
        body -> done(() -> organization.detach(need(body, "PolicyId"), need(body, "TargetId"))));
    return actions;
  }

  /** AWS takes minutes; here the account exists at once, with the role that AWS makes in it. */
  private Map<String, ?> createAccount(Json.Obj body) {
    String name = need(body, "AccountName");
    need(body, "Email");
    String id = accounts.createMember(name, body.text("RoleName"));
    organization.tag(id, tags(body));
    return Map.of(
        "CreateAccountStatus",
        Map.of("Id", "car-" + id, "AccountName", name, "State", "SUCCEEDED", "AccountId", id));
  }

  private Map<String, ?> createUnit(Json.Obj body) {
    String id = organization.createUnit(need(body, "ParentId"), need(body, "Name"));
    organization.tag(id, tags(body));
    return Map.of("OrganizationalUnit", reads.shown(organization.unit(id)));
  }

  private Map<String, ?> move(Json.Obj body) {
    String account = need(body, "AccountId");
    organization.member(account);
    if (!organization.parentOf(account).id().equals(need(body, "SourceParentId"))) {
      throw new AwsRefusal(
          400, "SourceParentNotFoundException", "The account is not under that parent.");
    }
    organization.move(account, need(body, "DestinationParentId"));
    return Map.of();
  }

  /** AWS closes the account within an hour; here at once. */
  private Map<String, ?> close(Json.Obj body) {
    String account = need(body, "AccountId");
    if (account.equals(organization.management())) {
      throw new AwsRefusal(
          400,
          "ConstraintViolationException",
          "You can't close the management account of an organization.");
    }
    organization.state(account, AccountState.CLOSED);
    return Map.of();
  }

  private Map<String, ?> tag(Json.Obj body) {
    organization.tag(need(body, "ResourceId"), tags(body));
    return Map.of();
  }

  private static List<Tag> tags(Json.Obj body) {
    return body.objects("Tags").stream()
        .map(tag -> new Tag(need(tag, "Key"), tag.text("Value").orElse("")))
        .toList();
  }

  private Map<String, ?> createPolicy(Json.Obj body) {
    String content = need(body, "Content");
    Statement.read(content);
    if (!need(body, "Type").equals("SERVICE_CONTROL_POLICY")) {
      throw OrganizationsService.invalid("Only service control policies are known here.");
    }
    String id = organization.createControl(content);
    return Map.of(
        "Policy",
        Map.of("PolicySummary", Map.of("Id", id, "Name", need(body, "Name")), "Content", content));
  }

  private static Map<String, ?> done(Runnable effect) {
    effect.run();
    return Map.of();
  }
}
