package dev.keyturn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.keyturn.sandbox.mail.Mail;
import dev.keyturn.sandbox.mail.Mailroom;
import dev.keyturn.sandbox.trouble.CallLog;
import dev.keyturn.sandbox.trouble.Fault;
import dev.keyturn.sandbox.trouble.Fault.Effect;
import dev.keyturn.sandbox.trouble.RateLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.IamClient;

final class TroubleOverHttpTest {
  private final Clients clients = new Clients();
  private final IamClient iam = clients.iam();

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void eachServiceHasItsOwnThrottlingError() {
    clients.sandbox.faults().order(Fault.next("*", "*", Effect.THROTTLE).times(3, 1));
    assertRefused(400, "Throttling", iam::listUsers);
    assertRefused(429, "TooManyRequestsException", () -> clients.ses().getAccount(r -> {}));
    assertRefused(503, "SlowDown", () -> clients.s3().listBuckets());
    iam.listUsers();
  }

  @Test
  void denialsAndServerErrorsHaveNoEffect() {
    clients.sandbox.faults().order(Fault.next("iam", "CreateUser", Effect.DENY).forUser("alice"));
    clients
        .sandbox
        .faults()
        .order(Fault.next("iam", "CreateUser", Effect.SERVER_ERROR).forUser("bob"));
    assertRefused(403, "AccessDenied", () -> iam.createUser(r -> r.userName("alice")));
    assertRefused(500, "InternalFailure", () -> iam.createUser(r -> r.userName("bob")));
    iam.createUser(r -> r.userName("carol"));
    assertThat(clients.sandbox.account().users().truth()).hasSize(1);
  }

  @Test
  void aConnectionIsDroppedBeforeOrAfterTheEffect() {
    iam.createUser(r -> r.userName("alice"));
    clients.sandbox.faults().order(Fault.next("iam", "CreateAccessKey", Effect.DROP_BEFORE));
    assertThatThrownBy(() -> iam.createAccessKey(r -> r.userName("alice")))
        .isInstanceOf(SdkClientException.class);
    assertThat(clients.sandbox.account().keys().list("alice")).isEmpty();
    clients.sandbox.faults().order(Fault.next("iam", "CreateAccessKey", Effect.DROP_AFTER));
    assertThatThrownBy(() -> iam.createAccessKey(r -> r.userName("alice")))
        .isInstanceOf(SdkClientException.class);
    assertThat(clients.sandbox.account().keys().list("alice")).hasSize(1);
  }

  @Test
  void aFaultMatchesAUserInObjectKeysToo() {
    clients.sandbox.account().buckets().create("box-one", "eu-west-1");
    clients.sandbox.faults().order(Fault.next("s3", "PutObject", Effect.DENY).forUser("alice"));
    clients.s3().putObject(r -> r.bucket("box-one").key("home/bob/x"), RequestBody.empty());
    assertRefused(
        403,
        "AccessDenied",
        () ->
            clients
                .s3()
                .putObject(r -> r.bucket("box-one").key("home/alice/x"), RequestBody.empty()));
  }

  @Test
  void aDroppedConnectionHidesARefusal() {
    clients.sandbox.faults().order(Fault.next("iam", "GetUser", Effect.DROP_AFTER));
    assertThatThrownBy(() -> iam.getUser(r -> r.userName("missing")))
        .isInstanceOf(SdkClientException.class);
    assertThat(clients.sandbox.calls().entries().getLast().status()).isEqualTo(CallLog.DROPPED);
  }

  @Test
  void aDelayedCallIsAnsweredNormally() {
    clients
        .sandbox
        .faults()
        .order(Fault.next("iam", "ListUsers", Effect.DELAY).lasting(Duration.ofMillis(50)));
    long start = System.nanoTime();
    iam.listUsers();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(50));
  }

  @Test
  void theLogHasCallsWithoutSecretsOrBodies() {
    iam.createUser(r -> r.userName("alice"));
    iam.putUserPolicy(r -> r.userName("alice").policyName("p").policyDocument("{}"));
    assertRefused(404, "NoSuchEntity", () -> iam.getUser(r -> r.userName("bob")));
    assertThat(clients.sandbox.calls().entries())
        .extracting(CallLog.Entry::action)
        .containsExactly("CreateUser", "PutUserPolicy", "GetUser");
    assertThat(clients.sandbox.calls().entries().get(1).parameters())
        .containsOnlyKeys("UserName", "PolicyName");
    assertThat(clients.sandbox.calls().entries().getLast().status()).isEqualTo(404);
    assertThat(clients.sandbox.calls().entries().getLast().error()).isEqualTo("NoSuchEntity");
    assertThat(clients.control("GET", "calls", "")).contains("\"action\":\"CreateUser\"");
  }

  @Test
  void theLogIsSummedUpByAction() {
    iam.createUser(r -> r.userName("alice"));
    iam.createUser(r -> r.userName("bob"));
    assertRefused(404, "NoSuchEntity", () -> iam.getUser(r -> r.userName("carol")));
    assertThat(clients.sandbox.calls().counts())
        .extracting(CallLog.Count::action, CallLog.Count::calls, CallLog.Count::errors)
        .containsExactly(
            tuple("CreateUser", 2, Map.of()), tuple("GetUser", 1, Map.of("NoSuchEntity", 1)));
    assertThat(clients.control("GET", "counts", ""))
        .contains("\"action\":\"CreateUser\",\"calls\":2,\"errors\":{}");
  }

  @Test
  void anAccountCanBeEmptied() {
    clients.sandbox.account().buckets().create("box-one", "eu-west-1");
    clients.s3().putObject(r -> r.bucket("box-one").key("a"), RequestBody.empty());
    iam.createUser(r -> r.userName("alice"));
    String old = iam.createAccessKey(r -> r.userName("alice")).accessKey().accessKeyId();
    clients.sandbox.account().reports().generate();
    Mailroom room = clients.sandbox.account().mailroom("eu-west-1");
    room.verify("corp.example");
    room.send(
        new Mail(
            "a@corp.example",
            List.of("b@corp.example"),
            List.of(),
            List.of(),
            List.of(),
            "subject",
            "text",
            "",
            Map.of()));

    clients.control("DELETE", "users", "");
    clients.control("DELETE", "mails", "");
    clients.control("DELETE", "objects", "");

    assertThat(iam.listUsers().users()).isEmpty();
    assertThat(clients.sandbox.account().signer(old)).isEmpty();
    assertThat(room.accepted()).isEmpty();
    assertThat(room.verified("corp.example")).isTrue();
    assertThat(clients.s3().listObjectsV2(r -> r.bucket("box-one")).contents()).isEmpty();
    assertRefused(410, "ReportNotPresent", iam::getCredentialReport);
  }

  @Test
  void aRateLimitThrottlesUntilTheBucketFills() {
    clients.sandbox.rateLimits().set("iam", new RateLimits.Limit(0.01, 1));
    iam.listUsers();
    assertRefused(400, "Throttling", iam::listUsers);
    clients.sandbox.clock().advance(Duration.ofSeconds(100));
    iam.listUsers();
  }

  @Test
  void theControlInterfaceSetsTheClockInjectsFaultsAndImportsUsers() {
    Instant before = clients.sandbox.clock().instant();
    clients.control("POST", "clock", "{\"days\": 1.5, \"by\": \"PT12H\"}");
    assertThat(clients.sandbox.clock().instant()).isAfterOrEqualTo(before.plus(Duration.ofDays(2)));
    assertThat(clients.control("POST", "clock", "{\"days\": -1}")).contains("only turns forward");

    clients.control(
        "POST",
        "faults",
        "{\"service\": \"iam\", \"action\": \"ListUsers\", \"effect\": \"throttle\"}");
    assertThat(clients.control("GET", "faults", "")).contains("THROTTLE");
    assertRefused(400, "Throttling", iam::listUsers);

    String users =
        """
        {"users": [{"name": "alice", "path": "/team/", "created": "2026-01-01T00:00:00Z", "tags": {"email": "a@b.example"},
          "groups": ["staff"], "keys": [{"created": "2026-02-01T00:00:00Z", "status": "Inactive",
            "lastUsed": {"time": "2026-03-01T00:00:00Z", "service": "s3", "region": "eu-west-1"}}]}]}\
        """;
    assertThat(clients.control("POST", "users", users)).contains("\"secret\":");
    assertThat(clients.control("GET", "users", ""))
        .contains("\"lastUsed\":")
        .doesNotContain("secret");
    assertThat(
            iam.listAccessKeys(r -> r.userName("alice"))
                .accessKeyMetadata()
                .getFirst()
                .createDate())
        .isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
    clients.control("POST", "lag", "{\"least\": 60, \"most\": 60}");
    iam.tagUser(r -> r.userName("alice").tags(Clients.tag("late", "1")));
    assertThat(iam.listUserTags(r -> r.userName("alice")).tags()).hasSize(1);
  }

  @Test
  void aKeyOfAnAgeIsNoOlderThanItsUserAndMadeAtAWholeSecondAsInIam() {
    clients.control(
        "POST", "users", "{\"users\": [{\"name\": \"zoe\", \"keys\": [{\"ageDays\": 60}]}]}");
    Instant made =
        iam.listAccessKeys(r -> r.userName("zoe")).accessKeyMetadata().getFirst().createDate();
    Instant sixtyDaysAgo = clients.sandbox.clock().instant().minus(Duration.ofDays(60));
    assertThat(made).isBetween(sixtyDaysAgo.minus(Duration.ofMinutes(1)), sixtyDaysAgo);
    assertThat(made).isEqualTo(made.truncatedTo(ChronoUnit.SECONDS));
    assertThat(iam.getUser(r -> r.userName("zoe")).user().createDate()).isEqualTo(made);
  }

  @Test
  void theExportLinesSufficeForATool() {
    assertThat(clients.sandbox.exportLines())
        .contains("export AWS_ENDPOINT_URL=http://127.0.0.1:")
        .contains("export AWS_REGION=eu-west-1")
        .contains("export AWS_ACCESS_KEY_ID=AKIA")
        .contains("export AWS_SECRET_ACCESS_KEY=" + clients.root().secretAccessKey());
  }

  private static void assertRefused(int status, String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.statusCode()).isEqualTo(status);
            });
  }
}
