package dev.keyturn.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.keyturn.event.Report;
import dev.keyturn.event.Report.Mode;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.UserName;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.AccountState;
import dev.keyturn.org.KeyAges;
import dev.keyturn.org.OrganizationReport;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.Policy;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Verb;
import dev.keyturn.report.Inventory;
import dev.keyturn.report.SeenKey;
import dev.keyturn.run.AfterRun;
import dev.keyturn.run.DigestSender.Sent;
import dev.keyturn.run.EventPublisher.Published;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A run's metrics, and the log line from which CloudWatch extracts them. */
class MetricsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
  private static final Policy POLICY = new Policy(30, 60, 10, 10);

  @Test
  void saysWhatARunDidAndWhatItMet() {
    Report report =
        report(
            row(warn(), 31, KeyStatus.ACTIVE, new Outcome.Done()),
            row(
                warn(),
                60,
                KeyStatus.ACTIVE,
                new Outcome.Failed("no quota", Optional.empty(), true)),
            row(new Hold(Reason.Hold.WRONG_KEY_OFF), 61, KeyStatus.ACTIVE, new Outcome.Done()),
            row(new Hold(Reason.Hold.NO_WORKING_KEY), 900, KeyStatus.INACTIVE, new Outcome.Done()),
            row(new Hold(Reason.Hold.ADDRESS_SUPPRESSED), 10, KeyStatus.ACTIVE, new Outcome.Done()),
            row(
                new Hold(Reason.Hold.READ_FAILED),
                5,
                KeyStatus.ACTIVE,
                new Outcome.Failed("denied")));
    Inventory keys = keys(64, 61, 60, 31, 30, 3);
    assertThat(values(report, keys))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("Runs", 1.0),
                Map.entry("OldestKeyAgeDays", 64.0),
                Map.entry("KeysPastWarning", 4.0),
                Map.entry("KeysPastOverdue", 2.0),
                Map.entry("Warned", 1.0),
                Map.entry("Rotated", 0.0),
                Map.entry("Deactivated", 0.0),
                Map.entry("Deleted", 0.0),
                Map.entry("Held", 3.0),
                Map.entry("Failed", 2.0),
                Map.entry("Deferred", 0.0),
                Map.entry("Undelivered", 2.0),
                Map.entry("ApiCalls", 131.0),
                Map.entry("DurationSeconds", 9.4)));
  }

  @Test
  void countsWhoWasLeftForTheNextRunAsDeferred() {
    Outcome deferred = new Outcome.Deferred("not begun: the time of this run was nearly over");
    assertThat(values(report(row(warn(), 31, KeyStatus.ACTIVE, deferred)), keys()))
        .containsEntry("Deferred", 1.0)
        .containsEntry("Warned", 0.0);
  }

  @Test
  void countsADigestThatWasNotSentAsUndelivered() {
    assertThat(values(report(), keys(), after(new Sent.Not("denied"), new Published.Nothing())))
        .containsEntry("Undelivered", 1.0);
    Sent sent = new Sent.To(new EmailAddress("admins@corp.example"));
    assertThat(values(report(), keys(), after(sent, new Published.Nothing())))
        .containsEntry("Undelivered", 0.0);
  }

  @Test
  void countsEachEventThatWasNotPutAsUndelivered() {
    assertThat(
            values(report(), keys(), after(new Sent.Nothing(), new Published.Not(2, "denied")))
                .get("Undelivered"))
        .isEqualTo(2.0);
    assertThat(
            values(report(), keys(), after(new Sent.Nothing(), new Published.All(2)))
                .get("Undelivered"))
        .isEqualTo(0.0);
  }

  @Test
  void reportsZeroWithoutKeys() {
    assertThat(values(report(), keys()))
        .containsEntry("OldestKeyAgeDays", 0.0)
        .containsEntry("Held", 0.0);
  }

  @Test
  void countsKeysOfUsersForWhomNothingWasDone() {
    assertThat(values(report(), keys(61, 40)))
        .containsEntry("OldestKeyAgeDays", 61.0)
        .containsEntry("KeysPastWarning", 2.0)
        .containsEntry("KeysPastOverdue", 1.0)
        .containsEntry("Warned", 0.0);
  }

  @Test
  void isALineOfTheEmbeddedMetricFormat() throws IOException {
    List<String> lines = new ArrayList<>();
    LogLines log = new LogLines(() -> Instant.parse("2026-11-22T05:00:09Z"), lines::add);
    log.begin("request");
    log.planned("run");
    log.measured("keyturn-prod", Map.of("Held", new RunMetrics.Measure("Count", 3)));
    assertThat(lines)
        .containsExactly(
            "{\"_aws\":{\"Timestamp\":1795323609000,\"CloudWatchMetrics\":[{\"Namespace\":\"Keyturn\","
                + "\"Dimensions\":[[\"Installation\"]],"
                + "\"Metrics\":[{\"Name\":\"Held\",\"Unit\":\"Count\"}]}]},"
                + "\"time\":\"2026-11-22T05:00:09Z\",\"level\":\"INFO\",\"event\":\"metrics\","
                + "\"requestId\":\"request\",\"runId\":\"run\","
                + "\"Installation\":\"keyturn-prod\",\"Held\":3.0}");
    try (JsonParser json = new JsonFactory().createParser(lines.getFirst())) {
      assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      json.skipChildren();
      assertThat(json.nextToken()).isNull();
    }
  }

  @Test
  void theDashboardShowsEachMeasureButTheNumberOfRuns() throws IOException {
    String template = Files.readString(Path.of("..", "deploy", "template.yaml"));
    for (String name : values(report(), keys()).keySet()) {
      if (!name.equals("Runs")) {
        assertThat(template).contains("[\"Keyturn\", \"" + name + "\", \"Installation\"");
      }
    }
  }

  /** With and without an organization. */
  @Test
  void theAlarmsNameMeasuresThatThereAre() throws IOException {
    List<String> alarms =
        Pattern.compile("Namespace: Keyturn\\n +MetricName: (\\w+)\\n")
            .matcher(Files.readString(Path.of("..", "deploy", "template.yaml")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(alarms)
        .containsExactlyInAnyOrder("OldestKeyAgeDays", "Undelivered", "Deferred", "Held");
    assertThat(values(report(), keys())).containsKeys(alarms.toArray(String[]::new));
    assertThat(RunMetrics.of(organization(), new KeyAges(64, 4, 2), 3))
        .containsKeys(alarms.toArray(String[]::new))
        .hasSizeLessThanOrEqualTo(20)
        .containsEntry("OldestKeyAgeDays", RunMetrics.Measure.count(64))
        .containsEntry("KeysPastWarning", RunMetrics.Measure.count(4))
        .containsEntry("KeysPastOverdue", RunMetrics.Measure.count(2))
        .containsEntry("Held", RunMetrics.Measure.count(5))
        .containsEntry("Failed", RunMetrics.Measure.count(1))
        .containsEntry("Deferred", RunMetrics.Measure.count(7))
        .containsEntry("Undelivered", RunMetrics.Measure.count(3));
  }

  /** The metric filter of the alarm about silence matches it, unless nothing was to be done. */
  @Test
  void aRunOverAnOrganizationLogsItsReport() throws IOException {
    assertThat(Files.readString(Path.of("..", "deploy", "template.yaml")))
        .contains(
            "$.event = \"report\" && $.narrowed IS FALSE && ($.mode = \"apply\" || $.dryRun IS"
                + " TRUE)");
    List<String> lines = new ArrayList<>();
    LogLines log = new LogLines(() -> Instant.parse("2026-11-22T05:00:09Z"), lines::add);
    log.ended(organization(), false, "Stopped.");
    log.ended(organization(), true, "");
    assertThat(lines.getFirst())
        .contains("\"level\":\"ERROR\",\"event\":\"report\"")
        .contains("\"mode\":\"apply\",\"dryRun\":false,\"narrowed\":false,\"accounts\":1")
        .contains("\"failed\":1,\"left\":7,\"stopped\":\"Stopped.\"");
    assertThat(lines.getLast()).contains("\"mode\":\"plan\",\"dryRun\":true,\"narrowed\":false");
  }

  private static OrganizationReport organization() {
    return new OrganizationReport(
        "keyturn-prod",
        "o-exampleorgid",
        TODAY,
        List.of(
            new AccountResult(
                new AccountId("111122223333"),
                "web",
                AccountState.FAILED,
                "one user failed",
                new AccountResult.Counts(20, 15, Map.of(Verb.HOLD, 5), 7, 1))));
  }

  private static Inventory keys(int... ages) {
    return new Inventory(
        Arrays.stream(ages)
            .mapToObj(
                age -> new SeenKey(new UserName("alice"), "", age, false, new SeenKey.Use.Never()))
            .toList(),
        0,
        true);
  }

  private static Map<String, Double> values(Report report, Inventory keys) {
    return values(report, keys, AfterRun.Result.none());
  }

  private static AfterRun.Result after(Sent digest, Published events) {
    return new AfterRun.Result(Optional.empty(), digest, events);
  }

  private static Map<String, Double> values(Report report, Inventory keys, AfterRun.Result after) {
    return RunMetrics.of(report, keys, POLICY, after).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().value()));
  }

  private static Report report(Row... rows) {
    return new Report(
        "keyturn",
        Mode.APPLY,
        "123456789012",
        TODAY,
        "run",
        10,
        9,
        131,
        Duration.ofMillis(9_400),
        List.of(rows),
        List.of());
  }

  private static Due warn() {
    return new Warn(Reason.Warn.WARNING, List.of());
  }

  private static Row row(Due decision, int ageDays, KeyStatus status, Outcome outcome) {
    return new Row(
        new UserName("alice"),
        new Owner.At(new EmailAddress("alice@corp.example")),
        List.of(
            new AccessKey(
                new KeyId("AKIA000000000001"),
                status,
                TODAY.minusDays(ageDays).atTime(9, 0).toInstant(ZoneOffset.UTC))),
        decision,
        outcome);
  }
}
