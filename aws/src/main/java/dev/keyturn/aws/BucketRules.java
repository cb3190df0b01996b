package dev.keyturn.aws;

import dev.keyturn.doctor.Storeroom.Rules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a bucket's policy says of TLS and of others (Amazon S3 user guide, "Bucket policies"). */
final class BucketRules {
  private BucketRules() {}

  /** A bucket without a policy. */
  static Rules none(String arn) {
    return new Rules(false, false, withTls(Map.of("Version", "2012-10-17"), arn));
  }

  /** Reads a policy; throws where it is none. */
  static Rules of(String json, String arn) {
    Map<?, ?> policy = JsonTree.object(json);
    List<Map<?, ?>> statements = JsonTree.objects(policy, "Statement");
    return new Rules(
        statements.stream().anyMatch(statement -> demandsTls(statement, arn)),
        statements.stream()
            .anyMatch(statement -> JsonTree.text(statement, "Effect").equals("Allow")),
        withTls(policy, arn));
  }

  /**
   * Denies everybody everything about every object that comes without TLS, on no other condition.
   */
  private static boolean demandsTls(Map<?, ?> statement, String arn) {
    return JsonTree.text(statement, "Effect").equals("Deny")
        && everybody(statement)
        && JsonTree.several(statement, "Action").stream()
            .map(action -> String.valueOf(action).toLowerCase(Locale.ROOT))
            .anyMatch(action -> action.equals("*") || action.equals("s3:*"))
        && JsonTree.several(statement, "Resource").stream()
            .anyMatch(
                resource ->
                    resource.equals("*")
                        || resource.equals(arn + "*")
                        || resource.equals(arn + "/*"))
        && withoutTls(statement);
  }

  private static boolean everybody(Map<?, ?> statement) {
    return statement.get("Principal") instanceof Map<?, ?> principal
        ? JsonTree.several(principal, "AWS").contains("*")
        : JsonTree.text(statement, "Principal").equals("*");
  }

  private static boolean withoutTls(Map<?, ?> statement) {
    return statement.get("Condition") instanceof Map<?, ?> condition
        && condition.size() == 1
        && condition.get("Bool") instanceof Map<?, ?> keys
        && keys.size() == 1
        && keys.entrySet().stream()
            .allMatch(
                key ->
                    String.valueOf(key.getKey()).equalsIgnoreCase("aws:SecureTransport")
                        && String.valueOf(key.getValue()).equals("false"));
  }

  private static String withTls(Map<?, ?> policy, String arn) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", "TlsOnly");
    statement.put("Effect", "Deny");
    statement.put("Principal", "*");
    statement.put("Action", "s3:*");
    statement.put("Resource", List.of(arn, arn + "/*"));
    statement.put("Condition", Map.of("Bool", Map.of("aws:SecureTransport", "false")));
    List<Object> statements = new ArrayList<>(JsonTree.objects(policy, "Statement"));
    statements.removeIf(
        one -> one instanceof Map<?, ?> map && JsonTree.text(map, "Sid").equals("TlsOnly"));
    statements.add(statement);
    Map<String, Object> whole = new LinkedHashMap<>();
    policy.forEach((name, value) -> whole.put(String.valueOf(name), value));
    whole.put("Statement", statements);
    return JsonTree.write(whole);
  }
}
