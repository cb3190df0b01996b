package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.access.Context;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Request;
import dev.keyturn.sandbox.organization.Accounts;
import dev.keyturn.sandbox.organization.Organization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** AWS Organizations on the wire (JSON 1.1), for the principals of one account. */
public final class OrganizationsService implements Service {
  private static final String PREFIX = "AWSOrganizationsV20161128.";

  /** Answers one action. */
  interface Action {
    Map<String, ?> answer(Json.Obj body);
  }

  private final Organization organization;
  private final Account account;
  private final Map<String, Action> reads;
  private final Map<String, Action> actions = new HashMap<>();

  public OrganizationsService(Accounts accounts, Account account) {
    this.organization = accounts.organization();
    this.account = account;
    OrganizationsReads answers = new OrganizationsReads(organization);
    this.reads = answers.actions();
    actions.putAll(reads);
    actions.putAll(OrganizationsWrites.of(accounts, answers, account.id()));
  }

  @Override
  public String name() {
    return "organizations";
  }

  @Override
  public Wording wording() {
    return Wording.ORGANIZATIONS;
  }

  @Override
  public Call read(Request request) {
    String action = JsonReplies.action(request, PREFIX, actions.keySet());
    Map<String, String> parameters = JsonReplies.body(request).texts();
    parameters.remove("Content");
    return new Call(action, parameters, request);
  }

  @Override
  public List<Need> needs(Call call, Caller caller) {
    return List.of(new Need("organizations:" + call.action(), "*", Context.NONE));
  }

  /**
   * "You can only call this operation from the management account or a member account that is a
   * delegated administrator" (API_ListAccounts); every member may describe its organization, and
   * only the management account changes it.
   */
  @Override
  public Reply answer(Call call, Caller caller) {
    String action = call.action();
    boolean member = organization.idFor(account.id()).isPresent();
    if (!member && !action.equals("CreateOrganization")) {
      throw new AwsRefusal(
          400,
          "AWSOrganizationsNotInUseException",
          "Your account is not a member of an organization.");
    }
    boolean may =
        !member
            || action.equals("DescribeOrganization")
            || (reads.containsKey(action) && organization.administrator(account.id()))
            || account.id().equals(organization.management());
    if (!may) {
      throw new AwsRefusal(
          400, "AccessDeniedException", "You don't have permissions to access this resource.");
    }
    Action found = actions.getOrDefault(action, _ -> Map.of());
    return Reply.of(
        200,
        "application/x-amz-json-1.1",
        Json.write(found.answer(JsonReplies.body(call.request()))));
  }

  @Override
  public Reply refuse(AwsRefusal refusal, Request request, String requestId) {
    return JsonReplies.refusal(refusal);
  }

  static String need(Json.Obj body, String member) {
    return body.text(member)
        .orElseThrow(() -> invalid("You provided invalid values: " + member + " is missing."));
  }

  static AwsRefusal invalid(String words) {
    return new AwsRefusal(400, "InvalidInputException", words);
  }
}
