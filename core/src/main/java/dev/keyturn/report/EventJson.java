package dev.keyturn.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.event.Intervened;
import dev.keyturn.event.NeverRotated;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.facts.KeyId;
import dev.keyturn.policy.Remedy;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/** A user or a key of a report as the detail of an event: docs/event.schema.json describes it. */
public final class EventJson {
  private EventJson() {}

  /** A user, as a JSON object on one line. */
  public static String of(Report report, Row row) {
    return of(json -> new JsonReport(report, json).event(row));
  }

  /** An overdue key that no run rotates, as a JSON object on one line. */
  public static String of(Report report, NeverRotated key) {
    return of(json -> new JsonReport(report, json).event(key));
  }

  /** An administrator's change, as a JSON object on one line. */
  public static String of(Intervened done) {
    return of(json -> write(done, json));
  }

  private static void write(Intervened done, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", done.by().name());
    json.writeStringField("account", done.by().accountId());
    json.writeStringField("date", done.by().date().toString());
    json.writeStringField("runId", done.by().id());
    json.writeStringField("user", done.user().value());
    switch (done.change()) {
      case Remedy.BringBack back -> change(json, "reactivate", Optional.of(back.oldKey()));
      case Remedy.ReplaceKey replace -> change(json, "replace", Optional.of(replace.newKey()));
      case Remedy.Order order -> change(json, "order", Optional.of(order.oldKey()));
      case Remedy.WithdrawOrder withdrawal ->
          change(json, "withdraw", Optional.of(withdrawal.oldKey()));
      case Remedy.ClearRecord _ -> change(json, "clear", Optional.empty());
      case Remedy.RewriteRecord _ -> change(json, "rewrite", Optional.empty());
    }
    json.writeStringField("reason", done.reason().name());
    json.writeStringField("meaning", done.reason().meaning());
    json.writeEndObject();
  }

  private static void change(JsonGenerator json, String word, Optional<KeyId> key)
      throws IOException {
    json.writeStringField("key", key.map(KeyId::value).orElse(null));
    json.writeStringField("change", word);
  }

  private interface Detail {
    void to(JsonGenerator json) throws IOException;
  }

  private static String of(Detail detail) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      detail.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
