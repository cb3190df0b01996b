package dev.keyturn.lambda;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.aws.org.ResultJson;
import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.UserName;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.Enrolment.Enrolled;
import dev.keyturn.org.KeyAges;
import dev.keyturn.org.Survey;
import dev.keyturn.org.Surveyor.Seen;
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

  static Map<String, Object> of(Seen seen) {
    Map<String, Object> tree =
        switch (seen) {
          case Seen.Read(Survey survey, _) -> of(survey);
          case Seen.Not(AccountResult result, _) -> ResultJson.of(result);
        };
    tree.put("contact", seen.contact());
    return tree;
  }

  static Seen seen(Map<?, ?> tree) {
    String contact = JsonTree.text(tree, "contact");
    return JsonTree.text(tree, "state").isEmpty()
        ? new Seen.Read(survey(tree), contact)
        : new Seen.Not(ResultJson.result(tree), contact);
  }

  /** Without a state, which is how it differs from a result. */
  private static Map<String, Object> of(Survey survey) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("account", survey.account().value());
    tree.put("users", BigDecimal.valueOf(survey.users()));
    tree.put("managed", BigDecimal.valueOf(survey.managed()));
    tree.put("unread", BigDecimal.valueOf(survey.unread()));
    tree.put("failure", survey.failure());
    tree.put("hold", survey.hold());
    tree.put("oldestKeyDays", BigDecimal.valueOf(survey.keys().oldestDays()));
    tree.put("keysPastWarning", BigDecimal.valueOf(survey.keys().pastWarning()));
    tree.put("keysPastOverdue", BigDecimal.valueOf(survey.keys().pastOverdue()));
    tree.put("claims", survey.claims().stream().map(OrganizationJson::of).toList());
    tree.put("waiting", survey.waiting().stream().map(OrganizationJson::of).toList());
    return tree;
  }

  private static Survey survey(Map<?, ?> tree) {
    return new Survey(
        new AccountId(JsonTree.text(tree, "account")),
        ResultJson.number(tree, "users"),
        ResultJson.number(tree, "managed"),
        claims(tree, "claims"),
        claims(tree, "waiting"),
        ResultJson.number(tree, "unread"),
        JsonTree.text(tree, "failure"),
        JsonTree.text(tree, "hold"),
        new KeyAges(
            ResultJson.number(tree, "oldestKeyDays"),
            ResultJson.number(tree, "keysPastWarning"),
            ResultJson.number(tree, "keysPastOverdue")));
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
