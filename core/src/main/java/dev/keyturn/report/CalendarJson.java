package dev.keyturn.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.event.Report;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.IndentedJson;
import java.io.IOException;

/** The next days as one JSON object with every day. */
public final class CalendarJson {
  private CalendarJson() {}

  /**
   * The indented object, without a final line end.
   *
   * @param report the report of the plan that the days are computed from
   */
  public static String of(Report report, Calendar calendar) {
    return IndentedJson.of(json -> write(json, report, calendar));
  }

  private static void write(JsonGenerator json, Report report, Calendar calendar)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", report.name());
    json.writeStringField("account", report.accountId());
    json.writeStringField("date", report.date().toString());
    json.writeStringField("runId", report.runId());
    json.writeNumberField("unread", report.failed());
    json.writeArrayFieldStart("days");
    for (Calendar.Day day : calendar.days()) {
      day(json, day);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void day(JsonGenerator json, Calendar.Day day) throws IOException {
    json.writeStartObject();
    json.writeStringField("date", day.date().toString());
    json.writeObjectFieldStart("due");
    for (Verb verb : Verb.values()) {
      json.writeNumberField(verb.word(), day.due(verb));
    }
    json.writeEndObject();
    json.writeArrayFieldStart("begins");
    for (Calendar.Change change : day.begins()) {
      json.writeStartObject();
      json.writeStringField("user", change.user().value());
      json.writeStringField("decision", change.verb().word());
      json.writeStringField("reason", change.reason().name());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
