package dev.keyturn.aws.org;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.facts.AccountId;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.AccountState;
import dev.keyturn.policy.Verb;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The result of an account, as the JSON in a run's objects, and back. */
public final class ResultJson {
  /**
   * The details of all accounts together take at most this number of bytes, so that a list of
   * 10,000 accounts stays below the longest object that is read. Each account's own object has all
   * of it.
   */
  private static final int DETAILS = 1024 * 1024;

  private static final String CUT = "…";

  private ResultJson() {}

  /** The results; where their details are long, each is cut to its part of the room. */
  public static List<AccountResult> shortened(List<AccountResult> results) {
    List<Integer> lengths =
        results.stream()
            .map(result -> bytes(result.detail()))
            .filter(length -> length > 0)
            .toList();
    if (lengths.stream().mapToLong(Integer::longValue).sum() <= DETAILS) {
      return results;
    }
    int most = DETAILS / lengths.size();
    return results.stream().map(result -> result.because(cut(result.detail(), most))).toList();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String cut(String detail, int most) {
    if (bytes(detail) <= most) {
      return detail;
    }
    int end = 0;
    for (int left = most - bytes(CUT); end < detail.length(); ) {
      int next = detail.offsetByCodePoints(end, 1);
      left -= bytes(detail.substring(end, next));
      if (left < 0) {
        break;
      }
      end = next;
    }
    return detail.substring(0, end) + CUT;
  }

  /** A list of results; {@linkplain #shortened shortened} ones can be read again. */
  public static List<Map<String, Object>> of(List<AccountResult> results) {
    return results.stream().map(ResultJson::of).toList();
  }

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
