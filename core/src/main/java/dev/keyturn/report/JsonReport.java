package dev.keyturn.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.event.NeverRotated;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Remark;
import dev.keyturn.policy.Remedy.Advice;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.IndentedJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;

/** A report as one JSON object. */
public final class JsonReport {
  /** An event has at most this number of characters of an error, so that ten fit into a call. */
  private static final int LONGEST_ERROR = 1_000;

  private final Report report;
  private final JsonGenerator json;

  JsonReport(Report report, JsonGenerator json) {
    this.report = report;
    this.json = json;
  }

  /** The indented report with its users, without a final line end. */
  public static String of(Report report) {
    return text(report, true);
  }

  /** The report without {@code users}, for an answer of limited size. */
  public static String withoutUsers(Report report) {
    return text(report, false);
  }

  private static String text(Report report, boolean users) {
    return IndentedJson.of(json -> new JsonReport(report, json).write(users));
  }

  private void write(boolean users) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", report.name());
    json.writeStringField("mode", report.mode().name().toLowerCase(Locale.ROOT));
    run();
    summary();
    if (users) {
      users();
      neverRotated();
    }
    json.writeEndObject();
  }

  /** One user as an event: what the report says, without the address. */
  void event(Row row) throws IOException {
    event(row.user());
    optional("key", Cells.key(row));
    decision(row);
    json.writeStringField("meaning", row.decision().reason().meaning());
    result(row, Cells.error(row).map(JsonReport::shortened));
    json.writeEndObject();
  }

  /** A key that no run rotates, as an event. */
  void event(NeverRotated key) throws IOException {
    event(key.user());
    optional("key", key.key().map(KeyId::value));
    json.writeNumberField("ageDays", key.ageDays());
    json.writeStringField("reason", key.reason().name());
    json.writeStringField("meaning", key.reason().meaning());
    json.writeEndObject();
  }

  private void event(UserName user) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", report.name());
    run();
    json.writeStringField("user", user.value());
  }

  private static String shortened(String error) {
    return error.length() <= LONGEST_ERROR ? error : error.substring(0, LONGEST_ERROR) + "...";
  }

  private void run() throws IOException {
    json.writeStringField("account", report.accountId());
    json.writeStringField("date", report.date().toString());
    json.writeStringField("runId", report.runId());
  }

  private void users() throws IOException {
    json.writeArrayFieldStart("users");
    for (Row row : report.rows()) {
      user(row);
    }
    json.writeEndArray();
  }

  private void neverRotated() throws IOException {
    json.writeArrayFieldStart("neverRotated");
    for (NeverRotated key : report.neverRotated()) {
      json.writeStartObject();
      json.writeStringField("user", key.user().value());
      optional("key", key.key().map(KeyId::value));
      json.writeNumberField("ageDays", key.ageDays());
      json.writeStringField("reason", key.reason().name());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void summary() throws IOException {
    json.writeObjectFieldStart("summary");
    json.writeNumberField("users", report.users());
    json.writeNumberField("lookedAfter", report.managed());
    for (Verb verb : Verb.values()) {
      json.writeNumberField(verb.done(), report.count(verb));
    }
    json.writeNumberField("failed", report.failed());
    json.writeNumberField("apiCalls", report.apiCalls());
    json.writeNumberField(
        "seconds",
        BigDecimal.valueOf(report.time().toMillis(), 3).setScale(1, RoundingMode.HALF_UP));
    json.writeEndObject();
  }

  private void user(Row row) throws IOException {
    json.writeStartObject();
    json.writeStringField("user", row.user().value());
    optional("email", Cells.email(row));
    decision(row);
    result(row, Cells.error(row));
    optional("advice", Cells.advice(row).map(Advice::text));
    json.writeEndObject();
  }

  private void decision(Row row) throws IOException {
    json.writeStringField("decision", row.decision().verb().word());
    json.writeStringField("reason", row.decision().reason().name());
  }

  private void result(Row row, Optional<String> error) throws IOException {
    json.writeArrayFieldStart("keys");
    for (AccessKey key : row.keys()) {
      json.writeStartObject();
      json.writeStringField("id", key.id().value());
      json.writeStringField("status", key.status().word());
      json.writeNumberField("ageDays", key.ageDays(report.date()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("outcome", Cells.outcome(row));
    optional("newKey", Cells.newKey(row));
    optional("error", error);
    json.writeArrayFieldStart("remarks");
    for (Remark remark : Cells.remarks(row)) {
      json.writeStartObject();
      json.writeStringField("reason", remark.reason().name());
      json.writeStringField("detail", remark.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void optional(String field, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(field, value.get());
    } else {
      json.writeNullField(field);
    }
  }
}
