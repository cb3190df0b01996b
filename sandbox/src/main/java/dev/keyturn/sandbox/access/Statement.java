package dev.keyturn.sandbox.access;

import dev.keyturn.sandbox.account.AwsRefusal;
import dev.keyturn.sandbox.account.Bytes;
import dev.keyturn.sandbox.http.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One statement of a policy: Effect, Action, Resource (or their Not forms), Principal, Condition
 * (docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html). Of the condition
 * operators, those on strings and ARNs are known; a statement with another one never covers
 * anything when it allows, and always when it denies.
 */
public record Statement(Json.Obj body) {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([\\w:]+)}");

  /** The statements of a document; what is no policy is refused as MalformedPolicyDocument. */
  public static List<Statement> read(String document) {
    try {
      Json.Obj policy = Json.object(Bytes.of(document));
      List<Json.Obj> several = policy.objects("Statement");
      List<Json.Obj> all = several.isEmpty() ? List.of(policy.object("Statement")) : several;
      if (all.stream()
          .anyMatch(s -> !List.of("Allow", "Deny").contains(s.text("Effect").orElse("")))) {
        throw new IllegalArgumentException("a statement without an effect");
      }
      return all.stream().map(Statement::new).toList();
    } catch (IllegalArgumentException e) {
      throw new AwsRefusal(400, "MalformedPolicyDocument", "Syntax errors in policy.");
    }
  }

  boolean allows() {
    return body.text("Effect").orElse("").equals("Allow");
  }

  /** Whether everybody is meant, without a condition: what makes a bucket's policy public. */
  public boolean isPublic() {
    boolean everybody =
        body.text("Principal").filter("*"::equals).isPresent()
            || oneOrMore(body.object("Principal"), "AWS").contains("*");
    return allows() && everybody && !body.has("Condition");
  }

  boolean covers(String action, String resource, Map<String, String> context) {
    return named("Action", action.toLowerCase(Locale.ROOT), context)
        && named("Resource", resource, context)
        && conditionsHold(context);
  }

  private boolean named(String element, String value, Map<String, String> context) {
    boolean action = element.equals("Action");
    boolean negated = body.has("Not" + element);
    boolean any =
        oneOrMore(body, negated ? "Not" + element : element).stream()
            .map(pattern -> action ? pattern.toLowerCase(Locale.ROOT) : pattern)
            .anyMatch(pattern -> like(pattern, value, context));
    return any != negated;
  }

  private boolean conditionsHold(Map<String, String> context) {
    Json.Obj conditions = body.object("Condition");
    for (Object name : conditions.members().keySet()) {
      String operator = String.valueOf(name);
      Json.Obj keys = conditions.object(operator);
      for (Object key : keys.members().keySet()) {
        List<String> wanted = oneOrMore(keys, String.valueOf(key));
        Optional<String> present = Optional.ofNullable(context.get(String.valueOf(key)));
        Predicate<String> equal = p -> wanted.stream().anyMatch(w -> filled(w, context).equals(p));
        Predicate<String> alike = p -> wanted.stream().anyMatch(w -> like(w, p, context));
        boolean holds =
            switch (operator) {
              case "StringEquals", "ArnEquals" -> present.filter(equal).isPresent();
              case "StringLike", "ArnLike" -> present.filter(alike).isPresent();
              case "StringNotEquals", "ArnNotEquals" -> present.filter(equal).isEmpty();
              case "StringNotLike", "ArnNotLike" -> present.filter(alike).isEmpty();
              default -> !allows();
            };
        if (!holds) {
          return false;
        }
      }
    }
    return true;
  }

  private static List<String> oneOrMore(Json.Obj from, String name) {
    return from.text(name).map(List::of).orElseGet(() -> from.texts(name));
  }

  /**
   * Policy variables such as {@code ${aws:username}}, filled in; an unknown one stays and matches
   * nothing.
   */
  private static String filled(String pattern, Map<String, String> context) {
    return VARIABLE
        .matcher(pattern)
        .replaceAll(v -> Matcher.quoteReplacement(context.getOrDefault(v.group(1), v.group())));
  }

  /** {@code *} stands for any characters, {@code ?} for one. */
  private static boolean like(String pattern, String value, Map<String, String> context) {
    String literal = Pattern.quote(filled(pattern, context));
    String regex = literal.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return Pattern.compile(regex, Pattern.DOTALL).matcher(value).matches();
  }
}
