package dev.keyturn.proof.lambda;

import dev.keyturn.sandbox.http.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/**
 * The policy of a role in deploy/, with parameters replaced as CloudFormation does.
 *
 * @param statements of all its policies
 */
public record ShippedPolicy(List<Map<String, Object>> statements) {
  private static final String NO_VALUE = "AWS::NoValue";
  private static final Pattern VALUE = Pattern.compile("\\$\\{([^!}][^}]*)}");

  /**
   * The policy of a deployment that creates its bucket.
   *
   * @param given values of parameters and resources, by their names in the template; parameters
   *     that are left out have their defaults
   */
  public static ShippedPolicy read(Map<String, String> given) throws IOException {
    Template template = Template.read(Artefact.root().resolve("deploy/template.yaml"));
    List<Object> documents = documents(template, "RotationRole");
    documents.add(template.at("Resources.RotationRoleKnowsItself.Properties.PolicyDocument"));
    return of(template, documents, given);
  }

  /**
   * The policy of the role in deploy/member.yaml.
   *
   * @param given values of parameters, by their names in the template
   */
  static ShippedPolicy ofMember(Map<String, String> given) throws IOException {
    Template template = Template.read(Artefact.root().resolve("deploy/member.yaml"));
    return of(template, documents(template, "MemberRole"), given);
  }

  private static List<Object> documents(Template template, String role) {
    List<Object> documents = new ArrayList<>();
    for (Object policy :
        (List<?>) template.at("Resources.%s.Properties.Policies".formatted(role))) {
      documents.add(in(policy, "PolicyDocument"));
    }
    return documents;
  }

  private static ShippedPolicy of(
      Template template, List<Object> documents, Map<String, String> given) {
    Map<String, String> values = defaults(template);
    values.putAll(given);
    List<Map<String, Object>> statements = new ArrayList<>();
    for (Object document : documents) {
      Object filled = filled(document, values);
      Object read = filled instanceof String json ? new Yaml().load(json) : filled;
      for (Object statement : (List<?>) in(read, "Statement")) {
        Map<String, Object> copy = new LinkedHashMap<>();
        ((Map<?, ?>) statement).forEach((key, value) -> copy.put(String.valueOf(key), value));
        statements.add(copy);
      }
    }
    return new ShippedPolicy(statements);
  }

  /**
   * The policy of the bucket, as a document.
   *
   * @param given values of parameters and resources, by their names in the template
   */
  public static String ofBucket(Map<String, String> given) throws IOException {
    Template template = Template.read(Artefact.root().resolve("deploy/template.yaml"));
    Map<String, String> values = defaults(template);
    values.putAll(given);
    return Json.write(
        filled(template.at("Resources.BucketPolicy.Properties.PolicyDocument"), values));
  }

  private static Map<String, String> defaults(Template template) {
    Map<String, String> defaults = new LinkedHashMap<>();
    ((Map<?, ?>) template.at("Parameters"))
        .forEach(
            (name, parameter) -> {
              Object usual = ((Map<?, ?>) parameter).get("Default");
              if (usual != null) {
                defaults.put(String.valueOf(name), String.valueOf(usual));
              }
            });
    return defaults;
  }

  /** Every allowed action. */
  public Set<String> actions() {
    Set<String> actions = new TreeSet<>();
    statements.forEach(statement -> actions.addAll(actions(statement)));
    return actions;
  }

  /** The same without an action. */
  public ShippedPolicy without(String action) {
    List<Map<String, Object>> left = new ArrayList<>();
    for (Map<String, Object> statement : statements) {
      List<String> actions = new ArrayList<>(actions(statement));
      actions.remove(action);
      if (!actions.isEmpty()) {
        Map<String, Object> copy = new LinkedHashMap<>(statement);
        copy.put("Action", actions);
        left.add(copy);
      }
    }
    return new ShippedPolicy(left);
  }

  /** The statements about users and keys, by their names. */
  Map<Object, Map<String, Object>> aboutIam() {
    return statements.stream()
        .filter(
            statement -> actions(statement).stream().allMatch(action -> action.startsWith("iam:")))
        .collect(Collectors.toMap(statement -> in(statement, "Sid"), statement -> statement));
  }

  /** The same without a statement, by its name. */
  ShippedPolicy withoutStatement(String sid) {
    return new ShippedPolicy(
        statements.stream().filter(statement -> !sid.equals(statement.get("Sid"))).toList());
  }

  /** As a policy document. */
  public String json() {
    return Json.write(Map.of("Version", "2012-10-17", "Statement", statements));
  }

  private static List<String> actions(Map<String, Object> statement) {
    return statement.get("Action") instanceof List<?> several
        ? several.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(statement.get("Action")));
  }

  private static Object filled(Object value, Map<String, String> values) {
    if (value instanceof List<?> list) {
      return list.stream()
          .map(element -> filled(element, values))
          .filter(element -> !element.equals(NO_VALUE))
          .toList();
    }
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<String, Object> filled = new LinkedHashMap<>();
    for (Map.Entry<?, ?> member : map.entrySet()) {
      Object inner = member.getValue();
      switch (String.valueOf(member.getKey())) {
        case "Ref", "Fn::GetAtt" -> {
          if (inner.equals(NO_VALUE)) {
            return NO_VALUE;
          }
          return of(String.valueOf(inner), values);
        }
        case "Fn::If" -> {
          // A deployment that creates its bucket, and otherwise uses the defaults.
          boolean holds = ((List<?>) inner).getFirst().equals("MakesBucket");
          return filled(((List<?>) inner).get(holds ? 1 : 2), values);
        }
        case "Fn::Split" -> {
          String text = String.valueOf(filled(((List<?>) inner).get(1), values));
          String separator = String.valueOf(((List<?>) inner).getFirst());
          return List.of(text.split(Pattern.quote(separator), -1));
        }
        case "Fn::Select" -> {
          int index = Integer.parseInt(String.valueOf(((List<?>) inner).getFirst()));
          return ((List<?>) filled(((List<?>) inner).get(1), values)).get(index);
        }
        case "Fn::Sub" -> {
          return substituted(inner, values);
        }
        default -> filled.put(String.valueOf(member.getKey()), filled(inner, values));
      }
    }
    return filled;
  }

  private static String substituted(Object sub, Map<String, String> values) {
    Map<String, String> known = new LinkedHashMap<>(values);
    String text = String.valueOf(sub);
    if (sub instanceof List<?> withMore) {
      text = String.valueOf(withMore.getFirst());
      ((Map<?, ?>) withMore.get(1))
          .forEach(
              (name, value) ->
                  known.put(String.valueOf(name), String.valueOf(filled(value, values))));
    }
    return VALUE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(of(found.group(1), known)))
        .replace("${!", "${");
  }

  private static String of(String name, Map<String, String> values) {
    String value = values.get(name);
    if (value == null) {
      throw new AssertionError("the template asks for " + name);
    }
    return value;
  }

  private static Object in(Object map, String name) {
    Object found = ((Map<?, ?>) map).get(name);
    if (found == null) {
      throw new AssertionError("there is no " + name);
    }
    return found;
  }
}
