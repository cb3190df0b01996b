package dev.keyturn.aws.org;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.facts.AccountId;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.AccountState;
import dev.keyturn.policy.Verb;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The result of an account, as the JSON in a run's objects, and back. */
public final class ResultJson {
  private ResultJson() {}

  public static Map<String, Object> of(AccountResult result) {
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

  public static AccountResult result(Map<?, ?> tree) {
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

  /** A number; 0 if it is missing. */
  public static int number(Map<?, ?> tree, String name) {
    return tree.get(name) instanceof BigDecimal number ? number.intValueExact() : 0;
  }
}
