package dev.keyturn.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** One user of a report as the detail of an event: docs/event.schema.json describes it. */
public final class EventJson {
  private EventJson() {}

  /** A JSON object on one line. */
  public static String of(Report report, Row row) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      new JsonReport(report, json).event(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
