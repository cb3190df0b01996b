package dev.keyturn.aws.org;

import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.client.Failures;
import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.aws.client.Pages;
import dev.keyturn.aws.client.Pages.Page;
import dev.keyturn.aws.client.SignedCalls;
import dev.keyturn.facts.AccountId;
import dev.keyturn.org.AccountDirectory;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Accounts by the Organizations API (JSON 1.1), up to twenty with each call. A page may be empty
 * and still name a next one (Organizations API reference, ListAccounts, NextToken).
 */
public final class OrganizationsApi implements AccountDirectory {
  private static final SignedCalls.Service SERVICE =
      new SignedCalls.Service("organizations", "organizations");
  private static final String VERSION = "AWSOrganizationsV20161128.";

  /** The member of a question that names the unit or root. */
  private static final String UNIT = "ParentId";

  /** The member of a question that names the account. */
  private static final String ACCOUNT = "ResourceId";

  private static final Set<String> NOT_FOUND =
      Set.of(
          "ParentNotFoundException",
          "OrganizationalUnitNotFoundException",
          "RootNotFoundException",
          "TargetNotFoundException");

  /** Words for accounts that cannot be worked on, as Status and State have them. */
  private static final Set<String> CLOSED =
      Set.of("SUSPENDED", "PENDING_CLOSURE", "CLOSED", "PENDING_ACTIVATION");

  private final SignedCalls signed;
  private final Calls calls;

  public OrganizationsApi(SignedCalls signed, Calls calls) {
    this.signed = signed;
    this.calls = calls;
  }

  @Override
  public Described describe() {
    return calls.call(
        "Organizations DescribeOrganization",
        () -> {
          if (ask("DescribeOrganization", Map.of()).get("Organization")
              instanceof Map<?, ?> found) {
            return new Described(told(found, "Id"), new AccountId(told(found, "MasterAccountId")));
          }
          throw new IllegalStateException("it names no organization");
        });
  }

  @Override
  public List<Listed> all() {
    List<Listed> accounts = new ArrayList<>();
    each("ListAccounts", Map.of(), "Accounts", account -> accounts.add(listed(account)));
    return accounts;
  }

  @Override
  public List<Listed> below(String unit) {
    List<Listed> accounts = new ArrayList<>();
    List<String> units = new ArrayList<>(List.of(unit));
    for (int i = 0; i < units.size(); i++) {
      Map<String, String> parent = Map.of(UNIT, units.get(i));
      each(
          "ListOrganizationalUnitsForParent",
          parent,
          "OrganizationalUnits",
          found -> units.add(told(found, "Id")));
      each("ListAccountsForParent", parent, "Accounts", found -> accounts.add(listed(found)));
    }
    return accounts;
  }

  @Override
  public Map<String, String> tags(AccountId account) {
    Map<String, String> tags = new LinkedHashMap<>();
    each(
        "ListTagsForResource",
        Map.of(ACCOUNT, account.value()),
        "Tags",
        tag -> tags.put(told(tag, "Key"), JsonTree.text(tag, "Value")));
    return tags;
  }

  private void each(
      String action, Map<String, String> about, String member, Consumer<Map<?, ?>> sink) {
    String what = String.join(" ", "Organizations", action, String.join(" ", about.values()));
    Pages.<Map<?, ?>>each(
        marker ->
            calls.call(
                what.strip(),
                () -> {
                  Map<String, String> body = new LinkedHashMap<>(about);
                  if (marker != null) {
                    body.put("NextToken", marker);
                  }
                  Map<?, ?> reply = ask(action, body);
                  if (!(reply.get(member) instanceof List<?>)) {
                    throw new IllegalStateException("it has no " + member);
                  }
                  return new Page<>(
                      JsonTree.objects(reply, member),
                      Optional.of(JsonTree.text(reply, "NextToken"))
                          .filter(token -> !token.isEmpty()));
                }),
        sink);
  }

  private Map<?, ?> ask(String action, Map<String, String> body) {
    try {
      return JsonTree.object(
          signed.ask(SERVICE, SignedCalls.Question.json("1.1", VERSION + action, body)));
    } catch (AwsServiceException e) {
      if (NOT_FOUND.contains(Failures.code(e))) {
        String account = body.get(ACCOUNT);
        throw new PortFailure(
            Kind.NOT_FOUND,
            account == null
                ? "There is no unit '%s' in the organization. Check --ou, ORG_UNITS, ORG_CANARY_UNITS and ORG_EXCLUDED; 'aws organizations list-organizational-units-for-parent' lists the ids."
                    .formatted(body.get(UNIT))
                : "Account %s is not in the organization any more.".formatted(account));
      }
      throw e;
    }
  }

  private static Listed listed(Map<?, ?> account) {
    String state = JsonTree.text(account, "State");
    String word = state.isEmpty() ? told(account, "Status") : state;
    Instant joined =
        account.get("JoinedTimestamp") instanceof BigDecimal seconds
            ? Instant.ofEpochSecond(seconds.longValue())
            : Instant.EPOCH;
    return new Listed(
        new AccountId(told(account, "Id")),
        JsonTree.text(account, "Name"),
        word.equals("ACTIVE")
            ? Standing.ACTIVE
            : CLOSED.contains(word) ? Standing.CLOSED : Standing.UNKNOWN,
        word,
        joined);
  }

  private static String told(Map<?, ?> from, String name) {
    String text = JsonTree.text(from, name);
    if (text.isEmpty()) {
      throw new IllegalStateException("it has no " + name);
    }
    return text;
  }
}
