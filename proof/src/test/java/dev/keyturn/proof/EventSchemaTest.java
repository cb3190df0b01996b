package dev.keyturn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.event.EventBus.Message;
import dev.keyturn.event.Intervened;
import dev.keyturn.event.NeverRotated;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remark;
import dev.keyturn.policy.Remedy;
import dev.keyturn.port.Deadline;
import dev.keyturn.run.EventPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Validates events, and the sample in docs/events.md, against docs/event.schema.json. */
class EventSchemaTest {
  private static final KeyId OLD = new KeyId("AKIAIOSFODNN7EXAMPLE");
  private static final KeyId NEW = new KeyId("AKIAIOSFODNN8EXAMPLE");
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
  private static final NeverRotated NEVER_ROTATED =
      new NeverRotated(new UserName("alice"), Optional.of(OLD), 61, Reason.Warn.BOTH_ACTIVE);
  private static final Pattern BLOCK = Pattern.compile("(?s)```json\n(.*?)```");

  /** Stricter than the published schema: an undescribed member is an error. */
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(
              read("event.schema.json")
                  .replace(
                      "\"type\": \"object\",",
                      "\"type\": \"object\", \"additionalProperties\": false,"),
              InputFormat.JSON);

  private static String read(String page) {
    try {
      return Files.readString(Path.of("..", "docs", page));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a rule receives of an event. */
  private static String received(Message message) {
    return "{\"source\":\"keyturn\",\"detail-type\":\"%s\",\"detail\":%s}"
        .formatted(message.type(), message.detail());
  }

  private static List<Message> events(Row... rows) {
    List<Message> put = new ArrayList<>();
    new EventPublisher(
            Optional.of(
                messages -> {
                  put.addAll(messages);
                  return Optional.empty();
                }))
        .publish(
            new Report(
                "keyturn",
                Report.Mode.APPLY,
                "123456789012",
                TODAY,
                "run",
                3,
                2,
                17,
                Duration.ofSeconds(1),
                List.of(rows),
                List.of(NEVER_ROTATED)),
            Deadline.none());
    return put;
  }

  private static List<Message> changed(Remedy.Change... changes) {
    List<Message> put = new ArrayList<>();
    EventPublisher publisher =
        new EventPublisher(
            Optional.of(
                messages -> {
                  put.addAll(messages);
                  return Optional.empty();
                }));
    Intervened.By by = new Intervened.By("keyturn", "123456789012", TODAY, "run");
    for (Remedy.Change change : changes) {
      publisher.publish(
          new Intervened(by, new UserName("alice"), Reason.Hold.UNREADABLE_RECORD, change));
    }
    return put;
  }

  private static Row row(Decision.Due decision, Row.Outcome outcome) {
    return new Row(
        new UserName("alice"),
        new Owner.At(new EmailAddress("alice@corp.example")),
        List.of(new AccessKey(OLD, KeyStatus.ACTIVE, Instant.parse("2026-09-22T00:00:00Z"))),
        decision,
        outcome);
  }

  private static Row rotation() {
    return row(
        new Decision.Rotate(Reason.Rotate.OVERDUE, OLD, new Decision.Stage.Begin()),
        new Row.Outcome.Rotated(NEW));
  }

  /** Each change, and a hold for each reason; each of them also as a failure. */
  private static Stream<Row> rows() {
    Stream<Decision.Due> others =
        Stream.of(
            new Decision.Deactivate(
                Reason.Deactivate.GRACE_OVER, OLD, Decision.DeactivationStep.NOTIFYING),
            new Decision.Delete(
                Reason.Delete.RETENTION_OVER,
                new RotationRecord.Deactivated(TODAY, OLD),
                Decision.DeletionStep.DELETING),
            new Decision.Clear(Reason.Clear.OLD_KEY_GONE),
            new Decision.Warn(Reason.Warn.WARNING, List.of()));
    Stream<Decision.Due> holds =
        Stream.of(Reason.Hold.values()).map(reason -> new Decision.Hold(reason, "a detail"));
    return Stream.concat(
        Stream.of(rotation()),
        Stream.concat(others, holds)
            .flatMap(
                decision ->
                    Stream.of(
                        row(decision, new Row.Outcome.Done()),
                        row(
                                decision,
                                new Row.Outcome.Failed("e".repeat(5_000), Optional.of(NEW), false))
                            .with(
                                List.of(
                                    new Remark(
                                        Reason.Remark.UNREADABLE_THRESHOLD, "it is 'x'"))))));
  }

  private static List<Error> problems(String json) {
    return SCHEMA.validate(json, InputFormat.JSON);
  }

  @Test
  void describesEveryEvent() {
    List<Message> events = new ArrayList<>(events(rows().toArray(Row[]::new)));
    assertThat(events).hasSizeGreaterThan(2 * Reason.Hold.values().length);
    events.addAll(
        changed(
            new Remedy.BringBack(OLD, "text"),
            new Remedy.ClearRecord("text"),
            new Remedy.RewriteRecord(new RotationRecord.Deactivated(TODAY, OLD), "text"),
            new Remedy.ReplaceKey(OLD, NEW, "text"),
            new Remedy.WithdrawOrder(OLD, "text")));
    assertThat(events)
        .allSatisfy(event -> assertThat(problems(received(event))).isEmpty())
        .allSatisfy(event -> assertThat(read("events.md")).contains("| `" + event.type() + "` |"))
        .allSatisfy(event -> assertThat(event.detail()).hasSizeLessThan(20_000));
  }

  @Test
  void theSamplesInTheDocumentationAreEvents() {
    List<String> samples =
        BLOCK
            .matcher(read("events.md"))
            .results()
            .map(block -> block.group(1))
            .filter(block -> block.contains("\"runId\""))
            .toList();
    List<Message> events = new ArrayList<>(events(rotation()));
    events.addAll(changed(new Remedy.ClearRecord("text")));
    assertThat(samples).hasSameSizeAs(events);
    for (int i = 0; i < samples.size(); i++) {
      assertThat(problems(samples.get(i))).isEmpty();
      Map<?, ?> written = JsonTree.object(samples.get(i));
      assertThat(JsonTree.text(written, "detail-type")).isEqualTo(events.get(i).type());
      assertThat((Object) written.get("detail")).isEqualTo(JsonTree.object(events.get(i).detail()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"source\":\"keyturn\"     | \"source\":\"aws.iam\"",
        "Keyturn Key Rotated        | Keyturn Key Deleted",
        "Keyturn Key Rotated        | Key Rotated",
        "\"account\":\"1234         | \"account\":\"x",
        "\"runId\":\"run\",         | ``",
        "\"key\":\"AKIAIOSFODNN7EXAMPLE\" | \"key\":null",
        "\"decision\":\"rotate\"    | \"decision\":\"hold\"",
        "\"outcome\":\"done\"       | \"outcome\":\"failed\"",
        "\"user\":                  | \"email\":",
      })
  void refusesInvalidEvents(String written, String instead) {
    String json = received(events(rotation()).getFirst());
    assertThat(problems(json)).isEmpty();
    assertThat(json).contains(written);
    assertThat(problems(json.replace(written, instead))).isNotEmpty();
  }
}
