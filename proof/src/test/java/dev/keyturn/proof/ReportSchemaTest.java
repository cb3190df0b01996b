package dev.keyturn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
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
import dev.keyturn.policy.Exposure;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remark;
import dev.keyturn.policy.Remedy;
import dev.keyturn.report.JsonReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Validates reports against docs/report.schema.json. */
class ReportSchemaTest {
  private static final UserName ALICE = new UserName("alice");
  private static final KeyId OLD = new KeyId("AKIAIOSFODNN7EXAMPLE");
  private static final KeyId NEW = new KeyId("AKIAIOSFODNN8EXAMPLE");
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

  /** Stricter than the published schema: an undescribed member is an error. */
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(
              schemaText()
                  .replace(
                      "\"type\": \"object\",",
                      "\"type\": \"object\", \"additionalProperties\": false,"),
              InputFormat.JSON);

  private static String schemaText() {
    try {
      return Files.readString(Path.of("../docs/report.schema.json"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Report.Mode.class)
  void describesEveryReport(Report.Mode mode) {
    List<Row> rows = new ArrayList<>();
    for (Decision.Due decision : decisions()) {
      for (Owner owner : owners()) {
        outcomes(mode, decision)
            .map(outcome -> new Row(ALICE, owner, keys(), decision, outcome))
            .forEach(row -> rows.addAll(List.of(row, row.with(remarks()), exposed(row))));
      }
    }
    assertThat(problems(JsonReport.of(report(mode, rows)))).isEmpty();
    assertThat(problems(JsonReport.of(report(mode, List.of())))).isEmpty();
    assertThat(problems(JsonReport.withoutUsers(report(mode, rows)))).isEmpty();
  }

  @Test
  void listsEveryReasonOfAReport() {
    assertThat(reasons())
        .allSatisfy(reason -> assertThat(schemaText()).contains("\"" + reason + "\""));
    assertThat(Reason.Nothing.values())
        .allSatisfy(reason -> assertThat(schemaText()).doesNotContain("\"" + reason + "\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"mode\": \"apply\"    | \"mode\": \"try\"",
        "\"mode\": \"apply\"    | \"mode\": \"plan\"",
        "\"account\": \"1234    | \"account\": \"x",
        "\"account\":           | \"konto\":",
        "\"users\": 3           | \"users\": -3",
        "\"users\": 3           | \"users\": 3.5",
        "\"users\": 3           | \"users\": \"3\"",
        "\"runId\": \"run\",    | ``",
        "\"reason\": \"OVERDUE\" | \"reason\": \"YOUNG\"",
        "\"email\": \"alice@corp.example\", | ``",
        "\"email\": \"alice@corp.example\" | \"email\": 7",
        "\"decision\": \"rotate\" | \"decision\": \"warn\"",
        "\"decision\": \"rotate\" | \"decision\": \"rotates\"",
        "\"status\": \"Active\" | \"status\": \"ACTIVE\"",
        "\"ageDays\":           | \"age\":",
        "\"id\": \"AKIA         | \"id\": \"A-",
        "\"outcome\": \"done\"  | \"outcome\": \"failed\"",
      })
  void refusesInvalidReports(String written, String instead) {
    Row row =
        new Row(
            ALICE,
            new Owner.At(new EmailAddress("alice@corp.example")),
            keys(),
            new Decision.Rotate(Reason.Rotate.OVERDUE, OLD, new Decision.Stage.Begin()),
            new Row.Outcome.Rotated(NEW));
    String json = JsonReport.of(report(Report.Mode.APPLY, List.of(row)));
    assertThat(problems(json)).isEmpty();
    assertThat(json).contains(written);
    assertThat(problems(json.replace(written, instead))).isNotEmpty();
  }

  private static List<Error> problems(String json) {
    return SCHEMA.validate(json, InputFormat.JSON);
  }

  private static List<Reason> reasons() {
    return Reason.all().stream().filter(reason -> !(reason instanceof Reason.Nothing)).toList();
  }

  /** One for each reason. */
  private static List<Decision.Due> decisions() {
    List<Decision.Due> decisions = new ArrayList<>();
    for (Reason.Warn reason : Reason.Warn.values()) {
      decisions.add(new Decision.Warn(reason, keys()));
    }
    decisions.add(new Decision.RestartGrace(OLD));
    for (Reason.Rotate reason : Reason.Rotate.values()) {
      decisions.add(new Decision.Rotate(reason, OLD, new Decision.Stage.Begin()));
    }
    for (Reason.Deactivate reason : Reason.Deactivate.values()) {
      decisions.add(new Decision.Deactivate(reason, OLD, Decision.DeactivationStep.DEACTIVATING));
    }
    for (Reason.Delete reason : Reason.Delete.values()) {
      decisions.add(
          new Decision.Delete(
              reason, new RotationRecord.Deactivated(TODAY, OLD), Decision.DeletionStep.DELETING));
    }
    for (Reason.Clear reason : Reason.Clear.values()) {
      decisions.add(new Decision.Clear(reason));
    }
    for (Reason.Hold reason : Reason.Hold.values()) {
      decisions.add(new Decision.Hold(reason));
    }
    decisions.add(new Decision.Hold(Reason.Hold.EXEMPT, "until 2027-01-31"));
    return decisions;
  }

  private static Row exposed(Row row) {
    return row.exposed(
        new Exposure(Optional.of(new Remedy.RunByHand("Deactivate it:", "aws iam", ""))));
  }

  private static List<Remark> remarks() {
    return Stream.of(Reason.Remark.values())
        .map(reason -> new Remark(reason, "a tag is refused"))
        .toList();
  }

  private static List<Owner> owners() {
    return List.of(
        new Owner.At(new EmailAddress("alice@corp.example")),
        new Owner.Unreachable("none"),
        new Owner.None());
  }

  private static Stream<Row.Outcome> outcomes(Report.Mode mode, Decision.Due decision) {
    Stream<Row.Outcome> either =
        Stream.of(new Row.Outcome.Planned(), new Row.Outcome.Failed("denied"));
    return switch (mode) {
      case PLAN -> either;
      case APPLY ->
          Stream.concat(
              either,
              decision instanceof Decision.Rotate
                  ? Stream.of(new Row.Outcome.Deferred("limit"), new Row.Outcome.Rotated(NEW))
                  : Stream.of(new Row.Outcome.Deferred("limit"), new Row.Outcome.Done()));
    };
  }

  private static List<AccessKey> keys() {
    Instant made = Instant.parse("2026-09-22T00:00:00Z");
    return Stream.of(KeyStatus.values()).map(status -> new AccessKey(OLD, status, made)).toList();
  }

  private static Report report(Report.Mode mode, List<Row> rows) {
    return new Report(
        "keyturn",
        mode,
        "123456789012",
        TODAY,
        "run",
        3,
        2,
        17,
        Duration.ofMillis(1250),
        rows,
        List.of(
            new NeverRotated(ALICE, Optional.of(OLD), 61, Reason.Warn.BOTH_ACTIVE),
            new NeverRotated(ALICE, Optional.empty(), 90, Reason.Nothing.NO_ADDRESS)));
  }
}
