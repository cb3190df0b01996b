package dev.keyturn.sandbox.access;

import dev.keyturn.sandbox.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The Condition element: all of its operators must hold for all of their keys
 * (docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
 * Supports the operators on strings and ARNs, Bool and Null, with {@code ForAllValues:}, {@code
 * ForAnyValue:} and {@code IfExists}.
 *
 * @param variables whether policy variables are filled in
 */
record Conditions(Json.Obj body, boolean variables) {
  private static final String ALL = "ForAllValues:";
  private static final String ANY = "ForAnyValue:";
  private static final String IF_EXISTS = "IfExists";

  private static final Set<String> COMPARING =
      Set.of("StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike");

  private static final Set<String> OF_CALLERS =
      Set.of(
          "aws:principalorgid",
          "aws:principalaccount",
          "aws:principalarn",
          "aws:sourcearn",
          "aws:sourcevpc",
          "aws:sourcevpce",
          "aws:sourceowner",
          "aws:sourceaccount",
          "aws:userid",
          "s3:x-amz-server-side-encryption-aws-kms-key-id");

  /** The condition keys in use. */
  List<String> keys() {
    List<String> keys = new ArrayList<>();
    body.members()
        .keySet()
        .forEach(
            operator ->
                body.object(String.valueOf(operator))
                    .members()
                    .keySet()
                    .forEach(key -> keys.add(String.valueOf(key))));
    return keys;
  }

  /**
   * Whether a condition names fixed callers, so that a policy for everyone is not public
   * (docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html, "The
   * meaning of public"): no wildcards and no variables.
   */
  boolean fixTheCaller() {
    return body.members().keySet().stream()
        .map(String::valueOf)
        .filter(COMPARING::contains)
        .map(body::object)
        .anyMatch(
            keys ->
                keys.members().keySet().stream()
                    .map(String::valueOf)
                    .filter(key -> OF_CALLERS.contains(key.toLowerCase(Locale.ROOT)))
                    .anyMatch(key -> areFixed(Statement.oneOrMore(keys, key))));
  }

  private static boolean areFixed(List<String> values) {
    return !values.isEmpty() && values.stream().noneMatch(value -> value.matches(".*[*?$].*"));
  }

  /**
   * Whether all conditions hold.
   *
   * @param otherwise the result for an unsupported operator
   */
  boolean hold(Context context, boolean otherwise) {
    for (Object operator : body.members().keySet()) {
      Json.Obj keys = body.object(String.valueOf(operator));
      for (Object key : keys.members().keySet()) {
        List<String> wanted = Statement.oneOrMore(keys, String.valueOf(key));
        Optional<List<String>> present = context.values(String.valueOf(key));
        if (!holds(
            String.valueOf(operator),
            wanted,
            present,
            variables ? context : Context.NONE,
            otherwise)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean holds(
      String operator,
      List<String> wanted,
      Optional<List<String>> present,
      Context context,
      boolean otherwise) {
    if (operator.equals("Null")) {
      return wanted.contains(String.valueOf(present.isEmpty()));
    }
    boolean ifExists = operator.endsWith(IF_EXISTS);
    boolean all = operator.startsWith(ALL);
    boolean any = operator.startsWith(ANY);
    String name =
        operator.substring(
            all ? ALL.length() : any ? ANY.length() : 0,
            operator.length() - (ifExists ? IF_EXISTS.length() : 0));
    boolean negated = name.contains("Not");
    Predicate<String> matches;
    switch (name) {
      case "StringEquals", "StringNotEquals" ->
          matches = value -> wanted.stream().anyMatch(w -> Text.filled(w, context).equals(value));
      case "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "Bool" ->
          matches =
              value ->
                  wanted.stream().anyMatch(w -> Text.filled(w, context).equalsIgnoreCase(value));
      case "StringLike", "StringNotLike", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike" ->
          matches = value -> wanted.stream().anyMatch(w -> Text.like(w, value, context));
      default -> {
        return otherwise;
      }
    }
    if (present.isEmpty()) {
      return ifExists || all || (negated && !any);
    }
    Predicate<String> wished = negated ? matches.negate() : matches;
    return any
        ? present.get().stream().anyMatch(wished)
        : present.get().stream().allMatch(wished) && (all || !present.get().isEmpty());
  }
}
