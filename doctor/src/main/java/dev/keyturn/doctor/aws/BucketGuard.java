package dev.keyturn.doctor.aws;

import dev.keyturn.aws.permission.RequiredPermissions;
import dev.keyturn.doctor.aws.BucketStatement.Request;
import dev.keyturn.doctor.probe.BucketSettings.Denials;
import dev.keyturn.doctor.probe.Verdict;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.UserName;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Evaluates a bucket's policy for representative callers: what it denies to others, and whether it
 * denies a needed action to Keyturn or an owner. Checks effects, not the text of the policy.
 */
final class BucketGuard {
  /** A name that a policy exempts only if it exempts everyone. */
  private static final String STRANGER = "keyturn-doctor-stranger";

  private static final String OWNER = "keyturn-doctor-owner";
  private static final String HANDED_OVER =
      BucketPaths.folder(BucketPaths.ADMINISTRATORS) + "any.csv";

  private static final List<String> WRITES =
      List.of("s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion");
  private static final List<String> READS = List.of("s3:GetObject", "s3:GetObjectVersion");

  private final List<BucketStatement> denies;
  private final BucketPlace place;

  BucketGuard(List<BucketStatement> statements, BucketPlace place) {
    this.denies = statements.stream().filter(BucketStatement::denies).toList();
    this.place = place;
  }

  Denials denials(boolean tls) {
    return new Denials(tls, readers(), writers(), mfa(), handedOver(), administrators());
  }

  private boolean readers() {
    return deniedToStrangers(file(OWNER));
  }

  private boolean handedOver() {
    return deniedToStrangers(HANDED_OVER);
  }

  private boolean deniedToStrangers(String key) {
    return strangers().stream()
        .allMatch(who -> READS.stream().allMatch(action -> denied(who.asks(action, key))));
  }

  /**
   * Whether a statement that denies others to read owners' files denies administrators to read
   * theirs: it exempts only Keyturn and owners.
   */
  private boolean administrators() {
    Set<String> usual = Set.of(place.runner(), place.principal("user/*"));
    return denies.stream()
        .filter(statement -> usual.containsAll(statement.exempts()))
        .anyMatch(
            statement ->
                strangers().stream()
                    .map(who -> who.with("aws:MultiFactorAuthPresent", "true"))
                    .anyMatch(
                        who ->
                            covers(statement, who, HANDED_OVER)
                                && covers(statement, who, file(OWNER))));
  }

  private static boolean covers(BucketStatement statement, Caller who, String key) {
    return statement.covers(who.asks("s3:GetObject", key)) == Verdict.YES;
  }

  private boolean writers() {
    return strangers().stream()
        .allMatch(
            who ->
                WRITES.stream()
                    .allMatch(
                        action ->
                            Stream.of(
                                    file(OWNER),
                                    BucketPaths.LEASE,
                                    BucketPaths.AUDIT + "day/run.jsonl")
                                .allMatch(key -> denied(who.asks(action, key)))));
  }

  private boolean mfa() {
    Caller owner = user(OWNER);
    return denied(owner.asks("s3:GetObject", file(OWNER)))
        && !denied(
            owner.with("aws:MultiFactorAuthPresent", "true").asks("s3:GetObject", file(OWNER)));
  }

  /** What is certainly denied although a run, or an owner, needs it; each with the statement. */
  List<String> refusing(Map<String, String> encryption) {
    Set<String> refusing = new LinkedHashSet<>();
    Caller runner = new Caller(place.runner(), Map.of());
    Caller storing = new Caller(place.runner(), encryption);
    for (String key :
        List.of(
            file(OWNER),
            BucketPaths.LEASE,
            BucketPaths.AUDIT + "day/run.jsonl",
            BucketPaths.REPORTS + "run.html")) {
      refused(refusing, "Keyturn", storing, "s3:PutObject", key);
    }
    refused(refusing, "Keyturn", runner, "s3:GetObject", BucketPaths.LEASE);
    refused(
        refusing,
        "Keyturn",
        runner.with("s3:prefix", BucketPaths.CREDENTIALS),
        "s3:ListBucket",
        "");
    Caller owner = user(OWNER).with("aws:MultiFactorAuthPresent", "true");
    refused(refusing, "owners", owner, "s3:GetObject", file(OWNER));
    return List.copyOf(refusing);
  }

  private void refused(Set<String> to, String whom, Caller caller, String action, String key) {
    Request request = caller.asks(action, key);
    denies.stream()
        .filter(statement -> statement.covers(request) == Verdict.YES)
        .forEach(
            statement ->
                to.add(
                    "statement %s denies %s %s%s"
                        .formatted(
                            statement.name(),
                            whom,
                            action,
                            key.isEmpty()
                                ? ""
                                : " under " + key.substring(0, key.indexOf('/') + 1))));
  }

  private boolean denied(Request request) {
    return denies.stream().anyMatch(statement -> statement.covers(request) == Verdict.YES);
  }

  private static String file(String owner) {
    return RequiredPermissions.file(new UserName(owner));
  }

  /** Another user, a role, and the root user. */
  private List<Caller> strangers() {
    return List.of(
        user(STRANGER),
        new Caller(
            place.principal("role/" + STRANGER), Map.of("aws:MultiFactorAuthPresent", "false")),
        new Caller(place.principal("root"), Map.of("aws:MultiFactorAuthPresent", "true")));
  }

  private Caller user(String name) {
    return new Caller(place.principal("user/" + name), Map.of("aws:username", name));
  }

  /** A caller over TLS, by default without MFA. */
  private final class Caller {
    private final String arn;
    private final Map<String, String> context;

    Caller(String arn, Map<String, String> context) {
      this.arn = arn;
      this.context = context;
    }

    Caller with(String key, String value) {
      Map<String, String> more = new LinkedHashMap<>(context);
      more.put(key, value);
      return new Caller(arn, more);
    }

    Request asks(String action, String key) {
      Map<String, String> known = new LinkedHashMap<>();
      known.put("aws:username", "");
      known.put("aws:MultiFactorAuthPresent", "");
      known.put("aws:SecureTransport", "true");
      known.put("aws:PrincipalArn", arn);
      known.put("aws:PrincipalAccount", place.account());
      known.putAll(context);
      return new Request(
          arn, action, key.isEmpty() ? place.bucket() : place.bucket() + "/" + key, known);
    }
  }
}
