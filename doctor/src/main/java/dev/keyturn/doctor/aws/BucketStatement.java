package dev.keyturn.doctor.aws;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.doctor.probe.Verdict;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One statement of a bucket's policy, and whether it covers a request (IAM user guide, "Policy
 * evaluation logic"). A result that depends on an unknown fact of the request is UNKNOWN.
 */
record BucketStatement(Map<?, ?> body) {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([\\w:/.-]+)}");
  private static final String IF_EXISTS = "IfExists";

  /**
   * A request.
   *
   * @param context values of condition keys; an empty value means that the request certainly lacks
   *     the key; a key that is missing here is unknown
   */
  record Request(String principal, String action, String resource, Map<String, String> context) {
    Request {
      context = Map.copyOf(context);
    }
  }

  boolean denies() {
    return JsonTree.text(body, "Effect").equals("Deny");
  }

  /** The display name: its Sid, or a description without one. */
  String name() {
    String sid = JsonTree.text(body, "Sid");
    return sid.isEmpty() ? "without a Sid" : sid;
  }

  /** The principals that its conditions exempt, as patterns. */
  List<String> exempts() {
    return body.get("Condition") instanceof Map<?, ?> operators
        ? operators.entrySet().stream()
            .filter(operator -> String.valueOf(operator.getKey()).contains("Not"))
            .flatMap(
                operator ->
                    operator.getValue() instanceof Map<?, ?> keys
                        ? keys.keySet().stream()
                            .map(String::valueOf)
                            .filter(key -> key.equalsIgnoreCase("aws:PrincipalArn"))
                            .flatMap(key -> JsonTree.several(keys, key).stream())
                        : Stream.of())
            .map(String::valueOf)
            .toList()
        : List.of();
  }

  Verdict covers(Request request) {
    Verdict covers = principal(request);
    covers = and(covers, known(named("Action", request.action(), request, true)));
    covers = and(covers, known(named("Resource", request.resource(), request, false)));
    if (body.get("Condition") instanceof Map<?, ?> operators) {
      for (Map.Entry<?, ?> operator : operators.entrySet()) {
        if (operator.getValue() instanceof Map<?, ?> keys) {
          for (Object key : keys.keySet()) {
            covers =
                and(
                    covers,
                    condition(
                        String.valueOf(operator.getKey()),
                        String.valueOf(key),
                        JsonTree.several(keys, String.valueOf(key)),
                        request));
          }
        }
      }
    }
    return covers;
  }

  private Verdict principal(Request request) {
    if (body.containsKey("NotPrincipal")) {
      return Verdict.UNKNOWN;
    }
    List<?> named =
        body.get("Principal") instanceof Map<?, ?> principal
            ? JsonTree.several(principal, "AWS")
            : JsonTree.several(body, "Principal");
    String account = request.principal().split(":", -1)[4];
    return known(
        named.stream()
            .map(String::valueOf)
            .anyMatch(
                one ->
                    one.equals("*")
                        || one.equals(request.principal())
                        || one.equals(account)
                        || one.endsWith("::" + account + ":root")));
  }

  private boolean named(String element, String value, Request request, boolean ignoresCase) {
    boolean negated = body.containsKey("Not" + element);
    boolean any =
        JsonTree.several(body, negated ? "Not" + element : element).stream()
            .map(String::valueOf)
            .anyMatch(pattern -> like(pattern, value, request, ignoresCase));
    return any != negated;
  }

  private static Verdict condition(String written, String key, List<?> wanted, Request request) {
    Map.Entry<String, String> entry =
        request.context().entrySet().stream()
            .filter(one -> one.getKey().equalsIgnoreCase(key))
            .findFirst()
            .orElse(null);
    if (entry == null) {
      return Verdict.UNKNOWN;
    }
    String value = entry.getValue();
    List<String> values = wanted.stream().map(String::valueOf).toList();
    if (written.equals("Null")) {
      return known(values.contains(String.valueOf(value.isEmpty())));
    }
    boolean ifExists = written.endsWith(IF_EXISTS);
    String operator =
        ifExists ? written.substring(0, written.length() - IF_EXISTS.length()) : written;
    boolean negated = operator.contains("Not");
    boolean ignoresCase = operator.equals("Bool") || operator.endsWith("IgnoreCase");
    boolean wildcards = operator.endsWith("Like") || operator.startsWith("Arn");
    if (!operator.matches("Bool|(String|Arn)(Not)?(Equals|Like)|String(Not)?EqualsIgnoreCase")) {
      return Verdict.UNKNOWN;
    }
    if (value.isEmpty()) {
      return known(ifExists || negated);
    }
    boolean any =
        values.stream()
            .map(pattern -> filled(pattern, request))
            .anyMatch(
                pattern ->
                    wildcards
                        ? matches(pattern, value, false)
                        : ignoresCase ? pattern.equalsIgnoreCase(value) : pattern.equals(value));
    return known(any != negated);
  }

  private static boolean like(String pattern, String value, Request request, boolean ignoresCase) {
    return matches(filled(pattern, request), value, ignoresCase);
  }

  /** Replaces policy variables; an unknown one stays and matches nothing. */
  private static String filled(String pattern, Request request) {
    return VARIABLE
        .matcher(pattern)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    request.context().getOrDefault(found.group(1), found.group())));
  }

  /** {@code *} stands for any characters, {@code ?} for one. */
  private static boolean matches(String pattern, String value, boolean ignoresCase) {
    String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    int flags = ignoresCase ? Pattern.DOTALL | Pattern.CASE_INSENSITIVE : Pattern.DOTALL;
    return Pattern.compile(regex, flags).matcher(value).matches();
  }

  private static Verdict known(boolean holds) {
    return holds ? Verdict.YES : Verdict.NO;
  }

  private static Verdict and(Verdict one, Verdict other) {
    if (one == Verdict.NO || other == Verdict.NO) {
      return Verdict.NO;
    }
    return one == Verdict.UNKNOWN || other == Verdict.UNKNOWN ? Verdict.UNKNOWN : Verdict.YES;
  }
}
