package dev.keyturn.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.doctor.Diagnosis;
import dev.keyturn.doctor.Finding;
import dev.keyturn.doctor.Severity;
import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.port.IndentedJson;
import java.io.IOException;

/** The findings of doctor as one JSON object; docs/doctor.md has its schema. */
public final class DoctorJson {
  private DoctorJson() {}

  public static String of(Diagnosis diagnosis) {
    return IndentedJson.of(json -> write(json, diagnosis));
  }

  private static void write(JsonGenerator json, Diagnosis diagnosis) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", diagnosis.name());
    json.writeStringField("account", diagnosis.account());
    json.writeStringField("caller", diagnosis.caller());
    json.writeObjectFieldStart("summary");
    json.writeNumberField("ok", diagnosis.count(Severity.OK));
    json.writeNumberField("warnings", diagnosis.count(Severity.WARNING));
    json.writeNumberField("errors", diagnosis.count(Severity.ERROR));
    json.writeEndObject();
    json.writeArrayFieldStart("findings");
    for (Finding finding : diagnosis.findings()) {
      write(json, finding);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Finding finding) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", finding.id());
    json.writeStringField("severity", finding.severity().word());
    json.writeStringField("found", finding.found());
    json.writeArrayFieldStart("fixes");
    for (Fix fix : finding.fixes()) {
      json.writeStartObject();
      switch (fix) {
        case Fix.Command command -> json.writeStringField("command", command.text());
        case Fix.Advice advice -> json.writeStringField("advice", advice.text());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
