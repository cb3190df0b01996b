package dev.keyturn.lambda;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.UserName;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.AccountState;
import dev.keyturn.org.Enrolment.Enrolled;
import dev.keyturn.org.Survey;
import dev.keyturn.plan.Claim;
import dev.keyturn.policy.Verb;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of a run over an organization as JSON, and back. */
final class OrganizationJson {
  private OrganizationJson() {}

  static Map<String, Object> of(Enrolled account) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", account.id().value());
    tree.put("name", account.name());
    tree.put("ring", BigDecimal.valueOf(account.ring()));
    tree.put("young", account.young());
    tree.put("management", account.management());
    return tree;
  }

  static Enrolled enrolled(Map<?, ?> tree) {
    return new Enrolled(
        new AccountId(JsonTree.text(tree, "id")),
        JsonTree.text(tree, "name"),
        number(tree, "ring"),
        flag(tree, "young"),
        flag(tree, "management"));
  }

  static Map<String, Object> of(AccountResult result) {
    AccountResult.Counts counts = result.counts();
    Map<String, Object> by = new LinkedHashMap<>();
    for (Verb verb : Verb.values()) {
      by.put(verb.name(), BigDecimal.valueOf(counts.of(verb)));
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("account", result.account().value());
    tree.put("name", result.name());
    tree.put("state", result.state().name());
    tree.put("detail", result.detail());
    tree.put("users", BigDecimal.valueOf(counts.users()));
    tree.put("managed", BigDecimal.valueOf(counts.managed()));
    tree.put("by", by);
    tree.put("deferred", BigDecimal.valueOf(counts.deferred()));
    tree.put("failed", BigDecimal.valueOf(counts.failed()));
    return tree;
  }

  static AccountResult result(Map<?, ?> tree) {
    Map<Verb, Integer> by = new EnumMap<>(Verb.class);
    if (tree.get("by") instanceof Map<?, ?> numbers) {
      for (Verb verb : Verb.values()) {
        by.put(verb, number(numbers, verb.name()));
      }
    }
    return new AccountResult(
        new AccountId(JsonTree.text(tree, "account")),
        JsonTree.text(tree, "name"),
        AccountState.valueOf(JsonTree.text(tree, "state")),
        JsonTree.text(tree, "detail"),
        new AccountResult.Counts(
            number(tree, "users"),
            number(tree, "managed"),
            by,
            number(tree, "deferred"),
            number(tree, "failed")));
  }

  /** Without a state, which is how it differs from a result. */
  static Map<String, Object> of(Survey survey) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("account", survey.account().value());
    tree.put("users", BigDecimal.valueOf(survey.users()));
    tree.put("managed", BigDecimal.valueOf(survey.managed()));
    tree.put("unread", BigDecimal.valueOf(survey.unread()));
    tree.put("hold", survey.hold());
    tree.put("claims", survey.claims().stream().map(OrganizationJson::of).toList());
    tree.put("waiting", survey.waiting().stream().map(OrganizationJson::of).toList());
    return tree;
  }

  static Survey survey(Map<?, ?> tree) {
    return new Survey(
        new AccountId(JsonTree.text(tree, "account")),
        number(tree, "users"),
        number(tree, "managed"),
        claims(tree, "claims"),
        claims(tree, "waiting"),
        number(tree, "unread"),
        JsonTree.text(tree, "hold"));
  }

  private static Map<String, Object> of(Claim claim) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("user", claim.user().value());
    tree.put("verb", claim.verb().name());
    tree.put("oldestKey", claim.oldestKey().toString());
    tree.put("begun", claim.begun());
    tree.put("ordered", claim.ordered());
    tree.put("action", claim.action());
    tree.put("mails", BigDecimal.valueOf(claim.mails()));
    return tree;
  }

  private static List<Claim> claims(Map<?, ?> tree, String name) {
    List<Claim> claims = new ArrayList<>();
    for (Map<?, ?> claim : JsonTree.objects(tree, name)) {
      claims.add(
          new Claim(
              new UserName(JsonTree.text(claim, "user")),
              Verb.valueOf(JsonTree.text(claim, "verb")),
              Instant.parse(JsonTree.text(claim, "oldestKey")),
              flag(claim, "begun"),
              flag(claim, "ordered"),
              flag(claim, "action"),
              number(claim, "mails")));
    }
    return claims;
  }

  static int number(Map<?, ?> tree, String name) {
    return tree.get(name) instanceof BigDecimal number ? number.intValueExact() : 0;
  }

  private static boolean flag(Map<?, ?> tree, String name) {
    return Boolean.TRUE.equals(tree.get(name));
  }
}
