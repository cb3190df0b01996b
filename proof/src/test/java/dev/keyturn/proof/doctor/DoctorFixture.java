package dev.keyturn.proof.doctor;

import dev.keyturn.aws.Aws;
import dev.keyturn.aws.client.StandIn;
import dev.keyturn.doctor.Diagnosis;
import dev.keyturn.doctor.Doctor;
import dev.keyturn.doctor.Finding;
import dev.keyturn.doctor.Severity;
import dev.keyturn.doctor.aws.AwsProbes;
import dev.keyturn.doctor.aws.SeenBucket;
import dev.keyturn.doctor.probe.DoctorProbes;
import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.proof.Given;
import dev.keyturn.proof.lambda.ShippedPolicy;
import dev.keyturn.sandbox.Sandbox;
import dev.keyturn.sandbox.Setup;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.NewUser;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.automation.Works;
import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.sandbox.mail.Mailroom;
import dev.keyturn.sandbox.objects.Buckets;
import dev.keyturn.sandbox.objects.LifecycleRule;
import dev.keyturn.sandbox.objects.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A healthy installation in the sandbox, in which tests break something. */
final class DoctorFixture implements AutoCloseable {
  static final String BUCKET = "keyturn-prod-123456789012-eu-west-1";
  static final String SENDER = "keys@corp.example";
  static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:keyturn-prod";
  static final String ROLE = "arn:aws:iam::123456789012:role/keyturn-role";
  static final String GROUP = "keyturn-owners-prod";
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String OWN_FILES =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::%s",
         "Condition": {"StringLike": {"s3:prefix": "credential/${aws:username}/*"}}},
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::%s/credential/${aws:username}/*"}]}
      """
          .formatted(BUCKET, BUCKET);

  final Sandbox sandbox;
  final Map<String, String> environment;
  private AccessKey key;
  private URI everything;
  private URI sesAndS3;

  DoctorFixture() throws IOException {
    sandbox = Sandbox.start(Setup.of(() -> NOW, new Random(7)));
    everything = sandbox.endpoint();
    sesAndS3 = everything;
    environment = new HashMap<>(Given.environment(BUCKET, SENDER, sandbox.region()));
    environment.put("LAMBDA_FUNCTION_NAME", "keyturn-prod");
    buckets().create(BUCKET, sandbox.region());
    buckets().lifecycle(BUCKET, List.of(new LifecycleRule("files", "credential/", 30, true)));
    buckets().set(BUCKET, Setting.POLICY, bucketPolicy());
    ses().verify("corp.example");
    sandbox.account().groups().create(GROUP, "/");
    sandbox
        .account()
        .policies()
        .attachToGroup(GROUP, sandbox.account().policies().create("OwnersPolicy", OWN_FILES));
    user("alice");
    user("bob");
    sandbox.account().roles().create("keyturn-role", "/");
    permit(shipped());
    works().function("keyturn-prod", ROLE, environment);
    works().rule("nightly", "cron(0 5 * * ? *)", true);
    works().target("nightly", "keyturn", FUNCTION);
    key =
        sandbox
            .account()
            .userWith(
                "examiner",
                "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}}");
    tag("examiner", "email", "examiner@corp.example");
  }

  /** The shipped permissions of the function's role. */
  static ShippedPolicy shipped() throws IOException {
    return ShippedPolicy.read(deployed());
  }

  private static Map<String, String> deployed() {
    return Map.of(
        "AWS::Partition", "aws",
        "AWS::AccountId", "123456789012",
        "Bucket", BUCKET,
        "SesRegion", "eu-west-1",
        "SesEmail", SENDER,
        "EmailTagKey", "email",
        "DateTagKey", "last-check-date",
        "OldKeyTagKey", "last-check-old-key",
        "RotationRole.Arn", ROLE,
        "RotationLogGroup.Arn",
            "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/keyturn-prod:*");
  }

  /** The shipped policy of the bucket. */
  static String bucketPolicy() throws IOException {
    return ShippedPolicy.ofBucket(deployed());
  }

  /** Sets the shipped policy of the bucket without one statement. */
  void bucketPolicyWithout(String sid) {
    try {
      Json.Obj policy = Json.object(Bytes.of(bucketPolicy()));
      buckets()
          .set(
              BUCKET,
              Setting.POLICY,
              Json.write(
                  Map.of(
                      "Version",
                      "2012-10-17",
                      "Statement",
                      policy.objects("Statement").stream()
                          .filter(one -> !one.text("Sid").orElse("").equals(sid))
                          .map(Json.Obj::members)
                          .toList())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void permit(ShippedPolicy policy) {
    sandbox.account().roles().putPolicy("keyturn-role", "shipped", policy.json());
  }

  Buckets buckets() {
    return sandbox.account().buckets();
  }

  Mailroom ses() {
    return sandbox.account().mailroom(sandbox.region());
  }

  Works works() {
    return sandbox.account().works(sandbox.region());
  }

  /** Adds a managed user in the owners' group. */
  void user(String name) {
    sandbox
        .account()
        .users()
        .importUser(
            new NewUser(
                name,
                "/",
                NOW,
                List.of(new Tag("email", name + "@corp.example")),
                List.of(GROUP),
                List.of()));
  }

  void tag(String user, String tag, String value) {
    sandbox.account().users().tag(user, List.of(new Tag(tag, value)));
  }

  void untag(String user, String tag) {
    sandbox.account().users().untag(user, List.of(tag));
  }

  /** Runs doctor with only these permissions. */
  void examinerMay(String policy) {
    key = sandbox.account().userWith("auditor", policy);
    tag("auditor", "email", "auditor@corp.example");
    sandbox.account().groups().add("auditor", GROUP);
  }

  void examinerIsRoot() {
    key = sandbox.account().rootKey();
  }

  void credentialsAreGone() {
    sandbox.account().keys().delete("examiner", key.id());
  }

  Diagnosis diagnosis() {
    Doctor doctor = new Doctor(environment);
    List<Aws> opened = new ArrayList<>();
    try {
      return doctor.examine(
          () -> {
            Aws aws = connect(doctor, everything, opened);
            DoctorProbes probes = AwsProbes.of(aws, doctor.settings(), Given.runtime());
            return sesAndS3.equals(everything)
                ? probes
                : elsewhere(probes, connect(doctor, sesAndS3, opened), doctor);
          });
    } finally {
      opened.forEach(Aws::close);
    }
  }

  private Aws connect(Doctor doctor, URI endpoint, List<Aws> opened) {
    Aws aws =
        Aws.connect(
            doctor.settings(),
            Given.runtime(),
            new StandIn(endpoint, sandbox.region(), key.id(), key.secret().reveal()));
    opened.add(aws);
    return aws;
  }

  /** The same probes with another connection to SES and S3. */
  private static DoctorProbes elsewhere(DoctorProbes probes, Aws aws, Doctor doctor) {
    return new DoctorProbes(
        probes.region(),
        probes.account(),
        aws.ports().mailer(),
        probes.grants(),
        probes.outgoing(),
        new SeenBucket(
            aws.connections().clients().s3(),
            aws.connections().looks(),
            doctor.settings(),
            probes.account()),
        probes.directory(),
        probes.triggers());
  }

  /** Connects to SES and S3 at another endpoint. */
  void sesAndS3At(URI endpoint) {
    sesAndS3 = endpoint;
  }

  /** Connects to another endpoint. */
  void everythingAt(URI endpoint) {
    everything = endpoint;
    sesAndS3 = endpoint;
  }

  /** The first finding about a point. */
  Finding finding(String id) {
    return diagnosis().findings().stream()
        .filter(finding -> finding.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** All findings that are not ok, as text. */
  List<String> findings() {
    return diagnosis().findings().stream()
        .filter(finding -> finding.severity() != Severity.OK)
        .map(DoctorFixture::line)
        .toList();
  }

  private static String line(Finding finding) {
    return "%s %s: %s".formatted(finding.severity().word(), finding.id(), finding.found());
  }

  /** The only finding that is not ok. */
  Finding finding() {
    List<Finding> found =
        diagnosis().findings().stream()
            .filter(finding -> finding.severity() != Severity.OK)
            .toList();
    if (found.size() != 1) {
      throw new AssertionError("not one complaint: " + found);
    }
    return found.getFirst();
  }

  /** The fixes of a finding, a line for each step. */
  static String advice(Finding finding) {
    return String.join("\n", finding.fixes().stream().map(Fix::text).toList());
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
