package dev.keyturn.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.event.NeverRotated;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

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
