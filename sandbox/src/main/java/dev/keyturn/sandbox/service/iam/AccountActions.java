package dev.keyturn.sandbox.service.iam;

import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.CredentialReports;
import dev.keyturn.sandbox.account.Group;
import dev.keyturn.sandbox.account.User;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Percent;
import dev.keyturn.sandbox.http.Xml;
import dev.keyturn.sandbox.service.Caller;
import dev.keyturn.sandbox.service.Form;
import dev.keyturn.sandbox.service.Paging;
import dev.keyturn.sandbox.service.QueryService.Action;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** IAM's actions on the account as a whole. */
final class AccountActions {
  private static final Set<String> KINDS =
      Set.of("User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy");

  private final Account account;

  private AccountActions(Account account) {
    this.account = account;
  }

  static Map<String, Action> of(Account account) {
    AccountActions actions = new AccountActions(account);
    return Map.of(
        "GetAccountAuthorizationDetails", actions::details,
        "GenerateCredentialReport", actions::generate,
        "GetCredentialReport", actions::report,
        "GetAccountSummary", actions::summary,
        "CreateAccountAlias", actions::createAlias,
        "ListAccountAliases", actions::aliases);
  }

  /**
   * A user or a group on its way into a page: its place in the order, its list, and how it is
   * written.
   */
  private record Detail(String place, String list, Runnable write) {}

  /** Everything about users and groups in pages; access keys are not among it. */
  private void details(Form form, Caller caller, Xml xml) {
    List<String> wanted = form.texts("Filter");
    if (!KINDS.containsAll(wanted)) {
      throw new AwsRefusal(
          400,
          "ValidationError",
          "1 validation error detected: Value '"
              + wanted
              + "' at 'filter' failed to satisfy constraint: Member must satisfy enum value set: "
              + KINDS);
    }
    List<Detail> all = new ArrayList<>();
    if (wanted.isEmpty() || wanted.contains("User")) {
      account
          .users()
          .list()
          .forEach(u -> all.add(new Detail("1" + u.name(), "UserDetailList", () -> user(xml, u))));
    }
    if (wanted.isEmpty() || wanted.contains("Group")) {
      account
          .groups()
          .list()
          .forEach(
              g -> all.add(new Detail("2" + g.name(), "GroupDetailList", () -> group(xml, g))));
    }
    if (wanted.isEmpty() || wanted.contains("LocalManagedPolicy")) {
      account
          .policies()
          .managed()
          .forEach(
              (arn, document) ->
                  all.add(new Detail("3" + arn, "Policies", () -> managed(xml, arn, document))));
    }
    Paging.Page<Detail> page = Paging.of(form).page(all, Detail::place);
    for (String list : List.of("UserDetailList", "GroupDetailList", "Policies")) {
      List<Detail> members =
          page.elements().stream().filter(detail -> detail.list().equals(list)).toList();
      Shapes.list(xml, list, members, detail -> detail.write().run());
    }
    xml.in("RoleDetailList", () -> {});
    Shapes.truncation(xml, page.marker());
  }

  private static void managed(Xml xml, String arn, String document) {
    PolicyActions.attached(xml, arn);
    xml.text("Arn", arn).text("DefaultVersionId", "v1");
    Shapes.list(
        xml,
        "PolicyVersionList",
        List.of(document),
        text ->
            xml.text("Document", Percent.encode(text))
                .text("VersionId", "v1")
                .text("IsDefaultVersion", true));
  }

  private static void user(Xml xml, User user) {
    UserActions.write(xml, user, true);
    xml.in("GroupList", () -> user.groups().forEach(group -> xml.text("member", group)));
    Shapes.list(
        xml,
        "AttachedManagedPolicies",
        user.attachedPolicies(),
        arn -> PolicyActions.attached(xml, arn));
    if (!user.inlinePolicies().isEmpty()) {
      Shapes.list(
          xml,
          "UserPolicyList",
          List.copyOf(user.inlinePolicies().entrySet()),
          policy -> PolicyActions.inline(xml, policy));
    }
  }

  private static void group(Xml xml, Group group) {
    Shapes.identity(xml, group);
    Shapes.list(
        xml,
        "AttachedManagedPolicies",
        group.attachedPolicies(),
        arn -> PolicyActions.attached(xml, arn));
    Shapes.list(
        xml,
        "GroupPolicyList",
        List.copyOf(group.inlinePolicies().entrySet()),
        policy -> PolicyActions.inline(xml, policy));
  }

  private void generate(Form form, Caller caller, Xml xml) {
    CredentialReports.State state = account.reports().generate();
    xml.text("State", state);
    if (state == CredentialReports.State.STARTED) {
      xml.text("Description", "No report exists. Starting a new report generation task");
    }
  }

  private void report(Form form, Caller caller, Xml xml) {
    CredentialReports.Report report = account.reports().get();
    byte[] csv = report.csv().getBytes(StandardCharsets.UTF_8);
    xml.text("Content", Base64.getEncoder().encodeToString(csv))
        .text("ReportFormat", "text/csv")
        .text("GeneratedTime", report.generated());
  }

  private void summary(Form form, Caller caller, Xml xml) {
    Map<String, Integer> summary = new LinkedHashMap<>();
    summary.put("Users", account.users().list().size());
    summary.put("UsersQuota", 5000);
    summary.put("Groups", account.groups().list().size());
    summary.put("GroupsQuota", 300);
    summary.put("AccessKeysPerUserQuota", 2);
    summary.put("AccountAccessKeysPresent", 1);
    summary.put("AccountMFAEnabled", 0);
    xml.in(
        "SummaryMap",
        () ->
            summary.forEach(
                (key, value) -> xml.in("entry", () -> xml.text("key", key).text("value", value))));
  }

  private void aliases(Form form, Caller caller, Xml xml) {
    xml.in("AccountAliases", () -> account.alias().ifPresent(alias -> xml.text("member", alias)))
        .text("IsTruncated", false);
  }

  private void createAlias(Form form, Caller caller, Xml xml) {
    account.name(form.need("AccountAlias"));
  }
}
