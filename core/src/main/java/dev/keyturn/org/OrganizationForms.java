package dev.keyturn.org;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.event.Report.Mode;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.Csv;
import dev.keyturn.port.IndentedJson;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report over an organization for programs: as one JSON object, and as a line per account. */
public final class OrganizationForms {
  private OrganizationForms() {}

  /** One line for each account, under a header. */
  public static String csv(OrganizationReport report) {
    return Csv.line(
            "account",
            "name",
            "state",
            "users",
            "lookedAfter",
            "warn",
            "rotate",
            "deactivate",
            "delete",
            "clear",
            "hold",
            "deferred",
            "failed",
            "detail")
        + report.accounts().stream().map(OrganizationForms::line).collect(Collectors.joining());
  }

  private static String line(AccountResult account) {
    AccountResult.Counts counts = account.counts();
    return Csv.line(
        Stream.of(
                Stream.of(
                    account.account().value(),
                    account.name(),
                    account.state().word(),
                    String.valueOf(counts.users()),
                    String.valueOf(counts.managed())),
                Stream.of(Verb.values()).map(verb -> String.valueOf(counts.of(verb))),
                Stream.of(
                    String.valueOf(counts.deferred()),
                    String.valueOf(counts.failed()),
                    account.detail()))
            .flatMap(cells -> cells)
            .toArray(String[]::new));
  }

  /** Indented, without a line end at its end. */
  public static String json(OrganizationReport report) {
    return IndentedJson.of(json -> write(json, report, Optional.empty()));
  }

  /** The same for a run of the state machine, with members about the run. */
  public static String json(OrganizationReport report, OrganizationRun run) {
    return IndentedJson.of(json -> write(json, report, Optional.of(run)));
  }

  private static void write(
      JsonGenerator json, OrganizationReport report, Optional<OrganizationRun> run)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", report.name());
    Mode mode = run.map(OrganizationRun::mode).orElse(Mode.PLAN);
    json.writeStringField("mode", mode.name().toLowerCase(Locale.ROOT));
    json.writeStringField("organization", report.id());
    json.writeStringField("date", report.date().toString());
    if (run.isPresent()) {
      json.writeStringField("execution", run.get().execution());
      text(json, "stopped", run.get().stopped().orElse(""));
      text(json, "page", run.get().page().orElse(""));
    }
    json.writeObjectFieldStart("summary");
    for (AccountState state : AccountState.values()) {
      json.writeNumberField(member(state), report.count(state));
    }
    json.writeEndObject();
    json.writeArrayFieldStart("accounts");
    for (AccountResult account : report.accounts()) {
      write(json, account);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String member(AccountState state) {
    return state == AccountState.LEFT_OUT ? "leftOut" : state.word();
  }

  private static void write(JsonGenerator json, AccountResult account) throws IOException {
    json.writeStartObject();
    json.writeStringField("account", account.account().value());
    json.writeStringField("name", account.name());
    json.writeStringField("state", account.state().word());
    json.writeNumberField("users", account.counts().users());
    json.writeNumberField("lookedAfter", account.counts().managed());
    for (Verb verb : Verb.values()) {
      json.writeNumberField(verb.word(), account.counts().of(verb));
    }
    json.writeNumberField("deferred", account.counts().deferred());
    json.writeNumberField("failed", account.counts().failed());
    text(json, "detail", account.detail());
    json.writeEndObject();
  }

  /** A text; null if it is empty. */
  private static void text(JsonGenerator json, String name, String text) throws IOException {
    if (text.isEmpty()) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, text);
    }
  }
}
