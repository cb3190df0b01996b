package dev.keyturn.doctor.aws;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.doctor.probe.BucketSettings.Denials;
import dev.keyturn.doctor.probe.BucketSettings.Rules;
import dev.keyturn.facts.BucketPaths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What a bucket's policy says of TLS and of others (Amazon S3 user guide, "Bucket policies"). */
final class BucketRules {
  private static final Map<String, Object> NO_POLICY = Map.of("Version", "2012-10-17");
  private static final String HAND_OVER = "OnlyAdministratorsReadWhatTheyHandOver";

  private BucketRules() {}

  /** A bucket without a policy. */
  static Rules none(BucketPlace place, Map<String, String> encryption) {
    return of(NO_POLICY, place, encryption);
  }

  /**
   * Reads a policy; throws if it is invalid.
   *
   * @param encryption the condition keys of how objects are stored
   */
  static Rules of(String json, BucketPlace place, Map<String, String> encryption) {
    return of(JsonTree.object(json), place, encryption);
  }

  private static Rules of(Map<?, ?> policy, BucketPlace place, Map<String, String> encryption) {
    List<Map<?, ?>> statements = JsonTree.objects(policy, "Statement");
    BucketGuard guard =
        new BucketGuard(statements.stream().map(BucketStatement::new).toList(), place);
    Denials denials =
        guard.denials(
            statements.stream().anyMatch(statement -> demandsTls(statement, place.bucket())));
    return new Rules(
        denials,
        statements.stream()
            .anyMatch(statement -> JsonTree.text(statement, "Effect").equals("Allow")),
        guard.refusing(encryption),
        mended(policy, denials, place));
  }

  /** Whether the policy denies every request without TLS, with no other condition. */
  private static boolean demandsTls(Map<?, ?> statement, String arn) {
    return JsonTree.text(statement, "Effect").equals("Deny")
        && allPrincipals(statement)
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

  private static boolean allPrincipals(Map<?, ?> statement) {
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

  /** The whole policy with the statements that are missing; the others stay as they are. */
  private static String mended(Map<?, ?> policy, Denials denials, BucketPlace place) {
    List<Object> statements = new ArrayList<>(JsonTree.objects(policy, "Statement"));
    if (!denials.withoutTls()) {
      replace(statements, tlsOnly(place));
    }
    if (place.runByRoot()) {
      return whole(policy, statements);
    }
    if (!denials.otherReaders() || !denials.handedOver() || denials.administrators()) {
      replace(statements, onlyUsersAndTheRunnerRead(place));
      if (!denials.handedOver() || !has(statements, HAND_OVER)) {
        replace(statements, onlyAdministratorsReadWhatTheyHandOver(place));
      }
      replace(statements, usersReadOnlyTheirOwnFile(place));
    }
    if (!denials.otherWriters()) {
      replace(statements, onlyTheRunnerWrites(place));
    }
    return whole(policy, statements);
  }

  private static String whole(Map<?, ?> policy, List<Object> statements) {
    Map<String, Object> whole = new LinkedHashMap<>();
    policy.forEach((name, value) -> whole.put(String.valueOf(name), value));
    whole.put("Statement", statements);
    return JsonTree.write(whole);
  }

  private static void replace(List<Object> statements, Map<String, Object> statement) {
    statements.removeIf(one -> named(one, String.valueOf(statement.get("Sid"))));
    statements.add(statement);
  }

  private static boolean has(List<Object> statements, String sid) {
    return statements.stream().anyMatch(one -> named(one, sid));
  }

  private static boolean named(Object statement, String sid) {
    return statement instanceof Map<?, ?> map && JsonTree.text(map, "Sid").equals(sid);
  }

  private static Map<String, Object> tlsOnly(BucketPlace place) {
    return deny(
        "TlsOnly",
        List.of("s3:*"),
        "Resource",
        List.of(place.bucket(), place.bucket() + "/*"),
        Map.of("Bool", Map.of("aws:SecureTransport", "false")));
  }

  private static Map<String, Object> onlyUsersAndTheRunnerRead(BucketPlace place) {
    return deny(
        "OnlyUsersAndTheFunctionRead",
        List.of("s3:GetObject*"),
        "NotResource",
        besides(place),
        Map.of(
            "ArnNotLike",
            Map.of("aws:PrincipalArn", List.of(place.runner(), place.principal("user/*")))));
  }

  /** Administrators alone read what they hand over; their ARNs are not known. */
  private static Map<String, Object> onlyAdministratorsReadWhatTheyHandOver(BucketPlace place) {
    return deny(
        HAND_OVER,
        List.of("s3:GetObject*"),
        "Resource",
        List.of(place.bucket() + "/" + BucketPaths.folder(BucketPaths.ADMINISTRATORS) + "*"),
        Map.of("ArnNotLike", Map.of("aws:PrincipalArn", List.of(place.runner()))));
  }

  /** What is not an owner's file. */
  private static List<String> besides(BucketPlace place) {
    return Stream.of(
            BucketPaths.folder(BucketPaths.ADMINISTRATORS),
            BucketPaths.STATE,
            BucketPaths.AUDIT,
            BucketPaths.REPORTS)
        .map(folder -> place.bucket() + "/" + folder + "*")
        .toList();
  }

  private static Map<String, Object> usersReadOnlyTheirOwnFile(BucketPlace place) {
    return deny(
        "UsersReadOnlyTheirOwnFile",
        List.of("s3:GetObject*"),
        "NotResource",
        Stream.concat(
                Stream.of(place.bucket() + "/" + BucketPaths.folder("${aws:username}") + "*"),
                besides(place).stream())
            .toList(),
        Map.of("ArnLike", Map.of("aws:PrincipalArn", place.principal("user/*"))));
  }

  private static Map<String, Object> onlyTheRunnerWrites(BucketPlace place) {
    return deny(
        "OnlyTheFunctionWrites",
        List.of("s3:PutObject*", "s3:DeleteObject*", "s3:Replicate*"),
        "Resource",
        Stream.of(BucketPaths.CREDENTIALS, BucketPaths.STATE, BucketPaths.AUDIT)
            .map(folder -> place.bucket() + "/" + folder + "*")
            .toList(),
        Map.of("ArnNotLike", Map.of("aws:PrincipalArn", List.of(place.runner()))));
  }

  private static Map<String, Object> deny(
      String sid,
      List<String> actions,
      String element,
      List<String> resources,
      Map<String, Object> condition) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", sid);
    statement.put("Effect", "Deny");
    statement.put("Principal", "*");
    statement.put("Action", actions.size() == 1 ? actions.getFirst() : actions);
    statement.put(element, resources.size() == 1 ? resources.getFirst() : resources);
    statement.put("Condition", condition);
    return statement;
  }
}
