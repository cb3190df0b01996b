package dev.keyturn.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.doctor.Diagnosis;
import dev.keyturn.doctor.Finding;
import dev.keyturn.doctor.MemberDiagnosis;
import dev.keyturn.doctor.OrganizationDiagnosis;
import dev.keyturn.doctor.Severity;
import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.port.IndentedJson;
import java.io.IOException;
import java.util.List;

/** The findings of doctor as one JSON object; docs/doctor.md has its schema. */
public final class DoctorJson {
  private DoctorJson() {}

  public static String of(Diagnosis diagnosis) {
    return IndentedJson.of(
        json -> {
          json.writeStartObject();
          write(json, diagnosis);
          json.writeEndObject();
        });
  }

  /** The findings in the hub, with those in the accounts of its organization. */
  public static String of(Diagnosis hub, OrganizationDiagnosis organization) {
    return IndentedJson.of(
        json -> {
          json.writeStartObject();
          write(json, hub);
          write(json, organization);
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, OrganizationDiagnosis organization)
      throws IOException {
    json.writeStringField("organization", organization.id());
    json.writeObjectFieldStart("accountSummary");
    json.writeNumberField("ok", organization.count(Severity.OK));
    json.writeNumberField("warning", organization.count(Severity.WARNING));
    json.writeNumberField("error", organization.count(Severity.ERROR));
    json.writeNumberField("leftOut", organization.leftOut());
    json.writeEndObject();
    json.writeArrayFieldStart("accounts");
    for (MemberDiagnosis account : organization.accounts()) {
      json.writeStartObject();
      json.writeStringField("account", account.account().value());
      json.writeStringField("name", account.name());
      if (account.leftOut().isEmpty()) {
        json.writeNullField("leftOut");
      } else {
        json.writeStringField("leftOut", account.leftOut());
      }
      findings(json, account.findings());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Diagnosis diagnosis) throws IOException {
    json.writeStringField("name", diagnosis.name());
    json.writeStringField("account", diagnosis.account());
    json.writeStringField("caller", diagnosis.caller());
    json.writeObjectFieldStart("summary");
    json.writeNumberField("ok", diagnosis.count(Severity.OK));
    json.writeNumberField("warnings", diagnosis.count(Severity.WARNING));
    json.writeNumberField("errors", diagnosis.count(Severity.ERROR));
    json.writeEndObject();
    findings(json, diagnosis.findings());
  }

  private static void findings(JsonGenerator json, List<Finding> findings) throws IOException {
    json.writeArrayFieldStart("findings");
    for (Finding finding : findings) {
      write(json, finding);
    }
    json.writeEndArray();
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
