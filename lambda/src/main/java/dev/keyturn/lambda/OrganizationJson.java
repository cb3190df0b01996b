package dev.keyturn.lambda;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.aws.org.ResultJson;
import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.UserName;
import dev.keyturn.org.Enrolment.Enrolled;
import dev.keyturn.org.Survey;
import dev.keyturn.plan.Claim;
import dev.keyturn.policy.Verb;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
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
        ResultJson.number(tree, "ring"),
        flag(tree, "young"),
        flag(tree, "management"));
  }

  /** Without a state, which is how it differs from a result. */
  static Map<String, Object> of(Survey survey) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("account", survey.account().value());
    tree.put("users", BigDecimal.valueOf(survey.users()));
    tree.put("managed", BigDecimal.valueOf(survey.managed()));
    tree.put("unread", BigDecimal.valueOf(survey.unread()));
    tree.put("failure", survey.failure());
    tree.put("hold", survey.hold());
    tree.put("claims", survey.claims().stream().map(OrganizationJson::of).toList());
    tree.put("waiting", survey.waiting().stream().map(OrganizationJson::of).toList());
    return tree;
  }

  static Survey survey(Map<?, ?> tree) {
    return new Survey(
        new AccountId(JsonTree.text(tree, "account")),
        ResultJson.number(tree, "users"),
        ResultJson.number(tree, "managed"),
        claims(tree, "claims"),
        claims(tree, "waiting"),
        ResultJson.number(tree, "unread"),
        JsonTree.text(tree, "failure"),
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
              ResultJson.number(claim, "mails")));
    }
    return claims;
  }

  private static boolean flag(Map<?, ?> tree, String name) {
    return Boolean.TRUE.equals(tree.get(name));
  }
}
