package dev.keyturn.proof.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.lambda.RuntimeApi.Outcome;
import dev.keyturn.sample.Sampled;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.User;
import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.sandbox.trouble.CallLog;
import dev.keyturn.sandbox.trouble.Fault;
import dev.keyturn.sandbox.trouble.Fault.Effect;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The function under AWS's runtime interface client. */
@Sampled(parts = 10)
@EnabledOnOs(value = OS.LINUX, disabledReason = "the runtime interface client is native on Linux")
class FunctionTest {
  private static final String SCHEDULED =
      """
      {"version": "0", "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
       "detail-type": "Scheduled Event", "source": "aws.events", "account": "123456789012",
       "time": "2026-11-22T05:00:00Z", "region": "eu-west-1",
       "resources": ["arn:aws:events:eu-west-1:123456789012:rule/keyturn"], "detail": {}}
      """;

  private static final String ADMINISTRATORS = "admins@corp.example";

  @TempDir private static Path task;

  private FunctionFixture installation;
  private Function function;

  @BeforeAll
  static void unpack() throws IOException {
    Artefact.unpack(task);
  }

  @BeforeEach
  void start() throws IOException, InterruptedException {
    installation = new FunctionFixture();
    function = Function.start(task, installation.environment());
  }

  @AfterEach
  void stop() {
    function.close();
    installation.close();
  }

  @Test
  void carriesAKeyThroughItsWholeLifeAndChangesNoOtherUser() throws InterruptedException {
    installation.user("alice", 61);
    installation.user("bob", 31);
    installation.user("carol", 3);

    Json.Obj first = report(function.invoke(SCHEDULED));
    assertThat(decisions(first))
        .containsExactlyInAnyOrderEntriesOf(Map.of("alice", "rotate done", "bob", "warn done"));
    assertThat(first.text("mode")).hasValue("apply");
    List<AccessKey> keys = installation.truth("alice").keys();
    assertThat(keys).hasSize(2).allMatch(AccessKey::active);
    assertThat(installation.file("alice", keys.get(1).id()))
        .contains(keys.get(1).secret().reveal());

    installation.days(11);
    Json.Obj second = report(function.invoke(""));
    assertThat(decisions(second)).containsEntry("alice", "deactivate done");
    installation.days(11);
    Json.Obj third = report(function.invoke("{}"));
    assertThat(decisions(third)).containsEntry("alice", "delete done");

    assertThat(installation.truth("alice").keys()).containsExactly(keys.get(1));
    assertThat(installation.tagKeys("alice")).containsExactly("email");
    assertThat(calls(first)).isBetween(1.0, 60.0);
    assertThat(calls(third)).isBetween(1.0, 60.0);
    assertThat(function.log("report")).hasSize(3);
    assertThat(function.log("page"))
        .hasSize(3)
        .allMatch(line -> line.text("object").orElse("").matches("s3://.+/reports/.+[.]html"));
    assertThat(function.log("user"))
        .allMatch(line -> line.text("runId").isPresent() && line.text("time").isPresent());
    printsNoSecret();
  }

  @Test
  void holdsAUserWhoseKeyAwsHealthReportsAlsoOnTheNextDay() throws InterruptedException {
    installation.user("alice", 3);
    String key = installation.truth("alice").keys().getFirst().id();
    String event =
        """
        {"version": "0", "id": "121345678-1234-1234-1234-123456789012",
         "detail-type": "AWS Health Event", "source": "aws.health", "account": "123456789012",
         "time": "2026-11-22T06:27:57Z", "region": "us-east-1", "resources": ["%1$s"],
         "detail": {"service": "RISK", "eventTypeCode": "AWS_RISK_CREDENTIALS_EXPOSURE_SUSPECTED",
           "eventTypeCategory": "issue", "affectedEntities": [{"entityValue": "%1$s"}]}}
        """
            .formatted(key);
    assertThat(decisions(report(function.invoke(event)))).isEqualTo(Map.of("alice", "hold done"));
    installation.days(1);
    assertThat(decisions(report(function.invoke(SCHEDULED))))
        .isEqualTo(Map.of("alice", "hold done"));
  }

  @Test
  void measuresAnOldKeyInItsGracePeriodEvenIfNothingIsDue() throws InterruptedException {
    installation.user("alice", 61);
    installation.user("carol", 3);
    function.invoke(SCHEDULED);
    assertThat(decisions(report(function.invoke(SCHEDULED)))).isEmpty();
    assertThat(function.log("metrics"))
        .hasSize(2)
        .allSatisfy(
            line -> {
              assertThat(line.number("OldestKeyAgeDays")).hasValue(61.0);
              assertThat(line.number("KeysPastOverdue")).hasValue(1.0);
            });
  }

  @Test
  void returnsTheReportAlsoWhereAUserFailed() throws InterruptedException {
    installation.user("alice", 61);
    installation.user("bob", 61);
    installation.fault(Fault.next("iam", "CreateAccessKey", Effect.DENY).forUser("bob"));

    Json.Obj report = report(function.invoke(SCHEDULED));

    assertThat(decisions(report))
        .containsExactlyInAnyOrderEntriesOf(Map.of("alice", "rotate done", "bob", "rotate failed"));
    assertThat(report.object("summary").number("failed")).hasValue(1.0);
    assertThat(function.log("user"))
        .filteredOn(line -> line.text("outcome").orElse("").equals("failed"))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.text("user")).hasValue("bob");
              assertThat(line.text("level")).hasValue("ERROR");
              assertThat(line.text("error").orElse("")).contains("CreateAccessKey");
            });
  }

  @Test
  void aRetryRightAfterAFailureDoesNoHarmAndFinishesTheJob() throws InterruptedException {
    installation.user("alice", 61);
    installation.fault(
        Fault.next("s3", "PutObject", Effect.SERVER_ERROR).forUser("alice").times(40, 1));

    assertThat(decisions(report(function.invoke(SCHEDULED))))
        .containsEntry("alice", "rotate failed");
    installation.clearFaults();
    assertThat(decisions(report(function.invoke(SCHEDULED)))).containsEntry("alice", "rotate done");
    assertThat(decisions(report(function.invoke(SCHEDULED)))).isEmpty();

    List<AccessKey> keys = installation.truth("alice").keys();
    assertThat(keys).hasSize(2).allMatch(AccessKey::active);
    assertThat(installation.file("alice", keys.get(1).id()))
        .contains(keys.get(1).secret().reveal());
    assertThat(installation.mails()).isEqualTo(1);
    printsNoSecret();
  }

  @Test
  void aRetryAfterTheProcessWasKilledContinues() throws InterruptedException, IOException {
    installation.user("alice", 61);
    installation.fault(
        Fault.next("ses", "SendEmail", Effect.DELAY).lasting(Duration.ofSeconds(100)));
    Thread killed = Thread.ofVirtual().start(() -> invokeUntilKilled());
    installation.await("SendEmail");
    function.close();
    killed.interrupt();
    installation.passLease();

    function = Function.start(task, installation.environment());
    assertThat(decisions(report(function.invoke(SCHEDULED)))).containsEntry("alice", "rotate done");
    assertThat(installation.truth("alice").keys()).hasSize(2).allMatch(AccessKey::active);
  }

  private void invokeUntilKilled() {
    try {
      function.invoke(SCHEDULED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void administratorsGetADigestThatLinksThePage() throws InterruptedException, IOException {
    installation.user("alice", 61);
    try (Function telling = Function.start(task, withAdministrators())) {
      telling.invoke("{\"mode\": \"plan\"}");
      assertThat(installation.mailsTo(ADMINISTRATORS)).isEmpty();
      report(telling.invoke(SCHEDULED));
      report(telling.invoke(SCHEDULED));
      Json.Obj page = telling.log("page").getFirst();
      assertThat(installation.mailsTo(ADMINISTRATORS))
          .singleElement()
          .satisfies(
              digest -> {
                assertThat(digest.subject()).endsWith(": 1 replaced");
                assertThat(digest.text())
                    .contains("aws s3 cp \"" + page.text("object").orElseThrow() + "\" .");
              });
      assertThat(telling.log("digest"))
          .singleElement()
          .satisfies(line -> assertThat(line.text("to")).hasValue(ADMINISTRATORS));
    }
  }

  @Test
  void aDigestThatCannotBeSentIsLoggedAndTheReportIsReturned()
      throws InterruptedException, IOException {
    installation.user("alice", 61);
    try (Function telling = Function.start(task, withAdministrators())) {
      installation.fault(Fault.next("ses", "SendEmail", Effect.DENY).forUser(ADMINISTRATORS));
      Json.Obj report = report(telling.invoke(SCHEDULED));
      assertThat(decisions(report)).containsEntry("alice", "rotate done");
      assertThat(telling.log("digestNotSent"))
          .singleElement()
          .satisfies(line -> assertThat(line.text("error").orElse("")).contains("SendEmail"));
      assertThat(telling.log("metrics"))
          .singleElement()
          .satisfies(line -> assertThat(line.number("Undelivered")).hasValue(1.0));
    }
  }

  @Test
  void anEventIsPutForWhatHappenedAndNoneOnAQuietDay() throws InterruptedException, IOException {
    installation.user("alice", 61);
    try (Function telling = Function.start(task, withABus())) {
      telling.invoke("{\"mode\": \"plan\"}");
      assertThat(installation.events()).isEmpty();
      report(telling.invoke(SCHEDULED));
      report(telling.invoke(SCHEDULED));
      assertThat(installation.events())
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.bus()).endsWith(":event-bus/security");
                assertThat(event.source()).isEqualTo("keyturn");
                assertThat(event.detailType()).isEqualTo("Keyturn Key Rotated");
                assertThat(event.detail()).contains("\"user\":\"alice\"");
              });
      assertThat(telling.log("events"))
          .singleElement()
          .satisfies(line -> assertThat(line.number("put")).hasValue(1.0));
    }
  }

  @Test
  void eventsThatCannotBePutAreLoggedAndTheReportIsReturned()
      throws InterruptedException, IOException {
    installation.user("alice", 61);
    try (Function telling = Function.start(task, withABus())) {
      installation.fault(Fault.next("events", "PutEvents", Effect.DENY));
      Json.Obj report = report(telling.invoke(SCHEDULED));
      assertThat(decisions(report)).containsEntry("alice", "rotate done");
      assertThat(telling.log("eventsNotPut"))
          .singleElement()
          .satisfies(line -> assertThat(line.text("error").orElse("")).contains("PutEvents"));
      assertThat(telling.log("metrics"))
          .singleElement()
          .satisfies(line -> assertThat(line.number("Undelivered")).hasValue(1.0));
    }
  }

  private Map<String, String> withABus() {
    Map<String, String> environment = new HashMap<>(installation.environment());
    environment.put("EVENT_BUS", "security");
    return environment;
  }

  @Test
  void aDryRunSendsNoMail() throws InterruptedException, IOException {
    installation.user("alice", 61);
    Map<String, String> dry = new HashMap<>(withAdministrators());
    dry.put("DRY_RUN", "true");
    try (Function planning = Function.start(task, dry)) {
      report(planning.invoke(SCHEDULED));
    }
    assertThat(installation.writes()).isEmpty();
  }

  private Map<String, String> withAdministrators() {
    Map<String, String> environment = new HashMap<>(installation.environment());
    environment.put("ADMIN_EMAIL", ADMINISTRATORS);
    return environment;
  }

  @Test
  void planShowsAndWritesNothing() throws InterruptedException {
    installation.user("alice", 61);
    installation.user("bob", 61);

    Json.Obj report = report(function.invoke("{\"mode\": \"plan\", \"users\": [\"alice\"]}"));

    assertThat(report.text("mode")).hasValue("plan");
    assertThat(decisions(report)).containsExactlyEntriesOf(Map.of("alice", "rotate planned"));
    assertThat(installation.writes()).isEmpty();
  }

  @Test
  void appliesToTheNamedUsers() throws InterruptedException {
    installation.user("alice", 61);
    installation.user("bob", 61);

    Json.Obj report = report(function.invoke("{\"users\": [\"alice\"]}"));

    assertThat(decisions(report)).containsExactlyEntriesOf(Map.of("alice", "rotate done"));
    assertThat(installation.truth("bob").keys()).hasSize(1);
  }

  @Test
  void refusesUnknownEventsAndChangesNothing() throws InterruptedException {
    installation.user("alice", 61);
    Map<String, String> events = new HashMap<>();
    events.put("{\"mode\": \"destroy\"}", "destroy");
    events.put("{\"mode\": 1}", "mode");
    events.put("{\"user\": [\"alice\"]}", "unknown member 'user'");
    events.put("{\"key1\": \"value1\"}", "unknown member 'key1'");
    events.put("{\"users\": []}", "at least one name");
    events.put("{\"users\": \"alice\"}", "at least one name");
    events.put("{\"users\": [\"alice\", 7]}", "at least one name");
    events.put("{\"users\": [\"a b\"]}", "a b");
    events.put("[]", "not a JSON object");
    events.put("{", "invalid JSON");
    events.put("{\"mode\": \"plan\", \"mode\": \"apply\"}", "invalid JSON");
    for (Map.Entry<String, String> event : events.entrySet()) {
      Outcome outcome = function.invoke(event.getKey());
      assertThat(outcome.failed()).as(event.getKey()).isTrue();
      assertThat(outcome.body()).contains("NotBegun").contains(event.getValue());
    }
    assertThat(installation.calls()).isEmpty();

    Outcome stranger = function.invoke("{\"users\": [\"alice\", \"missing\"]}");
    assertThat(stranger.failed()).isTrue();
    assertThat(stranger.body()).contains("There is no user 'missing'");
    assertThat(installation.writes()).isEmpty();
    assertThat(function.log("notBegun")).hasSize(events.size() + 1);
  }

  @Test
  void failsWithEveryProblemOfItsSettings() throws InterruptedException, IOException {
    Map<String, String> environment = new HashMap<>(installation.environment());
    environment.remove("SES_EMAIL");
    environment.put("OVERDUE_DAYS", "30");
    environment.put("ORG_ID", "o-exampleorgid");
    try (Function unsound = Function.start(task, environment)) {
      for (String event : List.of(SCHEDULED, "{\"mode\": \"enrol\", \"run\": \"r\"}")) {
        Outcome outcome = unsound.invoke(event);
        assertThat(outcome.failed()).isTrue();
        assertThat(outcome.body()).contains("SES_EMAIL", "OVERDUE_DAYS", "nothing was");
      }
    }
    assertThat(installation.calls()).isEmpty();
  }

  @Test
  void failsWhereTheRunCannotBegin() throws InterruptedException {
    installation.user("alice", 61);
    installation.dropBucket();
    Outcome outcome = function.invoke(SCHEDULED);
    assertThat(outcome.failed()).isTrue();
    assertThat(outcome.body()).contains(FunctionFixture.BUCKET);
    assertThat(installation.writes()).isEmpty();
  }

  @Test
  void nearItsDeadlineItFinishesUsersInProgressAndLeavesTheRest() throws InterruptedException {
    for (int i = 10; i < 50; i++) {
      installation.user("user" + i, 61);
    }
    installation.fault(
        Fault.next("iam", "CreateAccessKey", Effect.DELAY)
            .times(1000, 1)
            .lasting(Duration.ofSeconds(10)));

    // The run starts users for three quarters of the time: enough to begin on a busy machine, but
    // not
    // for a third round.
    function.invoke("{\"mode\": \"plan\"}");
    Json.Obj report = report(function.invoke(SCHEDULED, Duration.ofSeconds(24)));

    List<Json.Obj> left =
        report.objects("users").stream()
            .filter(user -> user.text("outcome").orElse("").equals("planned"))
            .toList();
    assertThat(report.objects("users")).hasSize(40);
    assertThat(left).hasSizeBetween(1, 39);
    assertThat(left)
        .allMatch(user -> user.text("error").orElse("").contains("the next run does it"))
        .allMatch(user -> installation.truth(user.text("user").orElseThrow()).keys().size() == 1)
        .allMatch(user -> installation.tagKeys(user.text("user").orElseThrow()).size() == 1);
    assertThat(report.object("summary").number("failed")).hasValue(0.0);
    assertThat(report.object("summary").number("rotated")).hasValue(40.0 - left.size());
    assertThat(function.log("left"))
        .singleElement()
        .satisfies(line -> assertThat(line.number("users")).hasValue((double) left.size()));

    installation.clearFaults();
    Json.Obj rest = report(function.invoke(SCHEDULED));
    assertThat(rest.object("summary").number("rotated")).hasValue((double) left.size());
  }

  @Test
  void countsTheUsersThatItLeavesIfAnotherRunIsAtWorkAllTheTime() throws InterruptedException {
    installation.user("alice", 61);
    function.invoke("{\"mode\": \"plan\"}");
    installation.holdLease(Duration.ofSeconds(45));
    Outcome outcome = function.invoke(SCHEDULED, Duration.ofSeconds(24));
    assertThat(outcome.failed()).isTrue();
    assertThat(outcome.body()).contains("Another run was at work all the time");
    assertThat(installation.truth("alice").keys()).hasSize(1);
    assertThat(function.log("metrics"))
        .last()
        .satisfies(
            line -> {
              assertThat(line.number("Deferred")).hasValue(1.0);
              assertThat(line.number("Runs")).isEmpty();
            });
  }

  /** The filter FinishedRunsFilter of the template counts what is not narrowed. */
  @Test
  void aRunThatIsNarrowedToSomeUsersDoesNotCountAsAFinishedRun() throws InterruptedException {
    installation.user("alice", 61);
    function.invoke("{\"users\": [\"alice\"]}");
    function.invoke(SCHEDULED);
    assertThat(function.log("report"))
        .extracting(line -> line.flag("narrowed"))
        .containsExactly(Optional.of(true), Optional.of(false));
    assertThat(function.log("metrics")).as("of the run over all users").hasSize(1);
  }

  @Test
  void failsWithoutChangesIfThereIsNoTimeToRead() throws InterruptedException {
    installation.user("alice", 61);
    Outcome outcome = function.invoke(SCHEDULED, Duration.ofMillis(1));
    assertThat(outcome.failed()).isTrue();
    assertThat(outcome.body()).contains("there was no time left. Give the run more time, or raise");
    assertThat(installation.writes()).isEmpty();
  }

  private static Json.Obj report(Outcome outcome) {
    assertThat(outcome.failed()).as(outcome.body()).isFalse();
    return Json.object(Bytes.of(outcome.body()));
  }

  private static Map<String, String> decisions(Json.Obj report) {
    Map<String, String> decisions = new HashMap<>();
    for (Json.Obj user : report.objects("users")) {
      decisions.put(
          user.text("user").orElseThrow(),
          user.text("decision").orElseThrow() + " " + user.text("outcome").orElseThrow());
    }
    return decisions;
  }

  private static double calls(Json.Obj report) {
    return report.object("summary").number("apiCalls").orElseThrow();
  }

  private void printsNoSecret() {
    String printed = String.join("\n", function.printed());
    for (User user : installation.everyone()) {
      for (AccessKey key : user.keys()) {
        assertThat(printed).doesNotContain(key.secret().reveal());
      }
    }
    assertThat(installation.calls()).extracting(CallLog.Entry::action).contains("CreateAccessKey");
  }
}
