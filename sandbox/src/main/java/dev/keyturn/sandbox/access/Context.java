package dev.keyturn.sandbox.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The known condition keys of a request, each with one or more values. "Condition key names are not
 * case-sensitive"
 * (docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html).
 */
public final class Context {
  /** A context without keys. */
  public static final Context NONE = new Context(Map.of());

  private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  public Context(Map<String, List<String>> values) {
    values.forEach((key, several) -> this.values.put(key, List.copyOf(several)));
  }

  /** A context of one key with one value. */
  public static Context of(String key, String value) {
    return NONE.with(key, value);
  }

  /** This and one more key. */
  public Context with(String key, String value) {
    return with(key, List.of(value));
  }

  /** This and one more key that has several values. */
  public Context with(String key, List<String> several) {
    Map<String, List<String>> more = new TreeMap<>(values);
    more.put(key, several);
    return new Context(more);
  }

  /** The values of a key; empty if unknown. */
  Optional<List<String>> values(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The value of a key that has one. */
  Optional<String> single(String key) {
    return values(key).filter(several -> several.size() == 1).map(List::getFirst);
  }

  /** The unknown keys among these. */
  List<String> missing(List<String> keys) {
    List<String> missing = new ArrayList<>(keys);
    missing.removeIf(values::containsKey);
    return missing;
  }
}
