package dev.keyturn.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.event.AuditLine;
import dev.keyturn.event.AuditLine.Result;
import dev.keyturn.event.Event;
import dev.keyturn.event.Events;
import dev.keyturn.event.Report;
import dev.keyturn.event.Report.Mode;
import dev.keyturn.event.Row;
import dev.keyturn.lambda.RunMetrics.Measure;
import dev.keyturn.org.OrganizationReport;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.report.Cells;
import dev.keyturn.report.page.ReportArchive;
import dev.keyturn.run.AfterRun;
import dev.keyturn.run.DigestSender;
import dev.keyturn.run.EventPublisher.Published;
import dev.keyturn.state.AuditText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Events as JSON, one object per line, each with {@code time}, {@code level}, {@code event}, {@code
 * requestId} and, once there is a plan, {@code runId}. The deployment's metric filters match the
 * events {@code user} and {@code report}.
 */
public final class LogLines implements Events {
  /** Progress is logged for at least this number of users. */
  private static final int LONG = 200;

  /**
   * The namespace of all metrics; the deployment's alarms and dashboard name it and the dimension.
   */
  private static final String NAMESPACE = "Keyturn";

  /** The dimension of an installation, {@code LAMBDA_FUNCTION_NAME}. */
  private static final String DIMENSION = "Installation";

  private static final JsonFactory JSON = new JsonFactory();

  private final InstantSource clock;
  private final Consumer<String> out;
  private volatile String requestId = "";
  private volatile String runId = "";

  /** Writes each line to a consumer. */
  public LogLines(InstantSource clock, Consumer<String> out) {
    this.clock = clock;
    this.out = out;
  }

  private enum Level {
    INFO,
    WARN,
    ERROR
  }

  /** Marks the following lines with this invocation. */
  void begin(String id) {
    requestId = id;
    runId = "";
  }

  /** Marks the following lines with this run as well. */
  void planned(String id) {
    runId = id;
  }

  @Override
  public void on(Event event) {
    switch (event) {
      case Event.Began began ->
          line(
              Level.INFO,
              "began",
              "account",
              began.identity().accountId(),
              "date",
              began.today().toString());
      case Event.Unchecked unchecked ->
          line(Level.WARN, "unchecked", "what", unchecked.what(), "error", unchecked.why());
      case Event.ReadOneByOne oneByOne -> line(Level.WARN, "readOneByOne", "error", oneByOne.why());
      case Event.AwaitingReport _ -> line(Level.INFO, "awaitingReport");
      case Event.WithoutReport without -> line(Level.WARN, "withoutReport", "error", without.why());
      case Event.LinesPassedOver passed ->
          line(Level.WARN, "linesPassedOver", "lines", passed.lines());
      case Event.LedgerNotKept not -> line(Level.WARN, "ledgerNotKept", "error", not.why());
      case Event.NotesNotKept not -> line(Level.WARN, "notesNotKept", "error", not.why());
      case Event.RemindersNotKept not -> line(Level.WARN, "remindersNotKept", "error", not.why());
      case Event.Listed listed ->
          line(Level.INFO, "listed", "users", listed.users(), "concerned", listed.concerned());
      case Event.NotManaged not ->
          line(Level.WARN, "notLookedAfter", "user", not.user().value(), "error", not.why());
      case Event.Progress progress -> progress(progress);
      case Event.Settling settling ->
          line(
              Level.WARN,
              "settling",
              "user",
              settling.user().value(),
              "seconds",
              settling.time().toSeconds());
      case Event.AnotherRun other ->
          line(
              Level.WARN,
              "anotherRun",
              "holder",
              other.holder(),
              "until",
              other.until().toString());
      case Event.Throttled throttled ->
          line(Level.WARN, "throttled", "callsPerSecond", Math.round(throttled.callsPerSecond()));
      case Event.MailsShort mails ->
          line(Level.WARN, "mailsShort", "due", mails.due(), "left", mails.left());
      case Event.Audited audited -> audited(audited.line());
      case Event.Finished finished -> user(finished.row());
    }
  }

  private void progress(Event.Progress progress) {
    if (progress.total() >= LONG && progress.done() % (progress.total() / 10) == 0) {
      line(
          Level.INFO,
          "progress",
          "phase",
          progress.phase().name().toLowerCase(Locale.ROOT),
          "done",
          progress.done(),
          "total",
          progress.total());
    }
  }

  /** An audit entry, without the fields that every log line has. */
  private void audited(AuditLine line) {
    line(
        line.result() instanceof Result.Failed ? Level.ERROR : Level.INFO,
        "effect",
        "actor",
        line.actor(),
        "user",
        line.user().value(),
        "effect",
        line.effect().word(),
        "key",
        line.key(),
        "object",
        line.object(),
        "reason",
        line.reason(),
        "result",
        AuditText.word(line.result()),
        "error",
        line.result() instanceof Result.Failed failed ? failed.error() : "");
  }

  /** The outcome of one user. */
  void user(Row row) {
    line(
        level(row),
        "user",
        "user",
        row.user().value(),
        "decision",
        row.decision().verb().word(),
        "reason",
        row.decision().reason().name(),
        "outcome",
        Cells.outcome(row),
        "newKey",
        Cells.newKey(row).orElse(""),
        "error",
        Cells.error(row).orElse(""));
  }

  private static Level level(Row row) {
    if (row.outcome() instanceof Row.Outcome.Failed) {
      return Level.ERROR;
    }
    return row.decision() instanceof Hold ? Level.WARN : Level.INFO;
  }

  /**
   * The end of a run or a dry run, and a separate line about users left for the next run.
   *
   * @param narrowed whether the run was limited to some users
   */
  void ended(Report report, boolean dry, boolean narrowed) {
    if (report.deferred() > 0) {
      line(
          Level.WARN,
          "left",
          "users",
          report.deferred(),
          "error",
          "they are due and left for a later run; the report says why");
    }
    line(
        report.failed() > 0 ? Level.ERROR : Level.INFO,
        "report",
        "mode",
        report.mode().name().toLowerCase(Locale.ROOT),
        "dryRun",
        dry,
        "narrowed",
        narrowed,
        "users",
        report.users(),
        "lookedAfter",
        report.managed(),
        "due",
        report.rows().size(),
        "failed",
        report.failed(),
        "left",
        report.deferred(),
        "apiCalls",
        report.apiCalls(),
        "seconds",
        report.time().toMillis() / 1000.0);
  }

  /**
   * The end of a run over an organization.
   *
   * @param dry whether nothing was to be changed
   * @param stopped why it stopped before it had changed every account; may be empty
   */
  void ended(OrganizationReport report, boolean dry, String stopped) {
    line(
        report.bad().isEmpty() && (dry || stopped.isEmpty()) ? Level.INFO : Level.ERROR,
        "report",
        "mode",
        (dry ? Mode.PLAN : Mode.APPLY).name().toLowerCase(Locale.ROOT),
        "dryRun",
        dry,
        "narrowed",
        false,
        "accounts",
        report.accounts().size(),
        "accountsNotWell",
        report.bad().size(),
        "failed",
        report.failed(),
        "left",
        report.deferred(),
        "stopped",
        stopped);
  }

  /** What followed a run. */
  void followed(String bucket, AfterRun.Result after) {
    after.page().ifPresent(page -> placed(bucket, page));
    told(after.digest());
    published(after.events());
  }

  /** The place of a run's report page, or why there is none. */
  void placed(String bucket, ReportArchive.Placed placed) {
    switch (placed) {
      case ReportArchive.Placed.At at ->
          line(Level.INFO, "page", "object", "s3://" + bucket + "/" + at.name());
      case ReportArchive.Placed.Not not -> line(Level.WARN, "pageNotWritten", "error", not.why());
    }
  }

  /** Whether the digest was sent; no line if there was none to send. */
  void told(DigestSender.Sent sent) {
    switch (sent) {
      case DigestSender.Sent.To to -> line(Level.INFO, "digest", "to", to.address().value());
      case DigestSender.Sent.Nothing _ -> {}
      case DigestSender.Sent.Not not -> digestNotSent(not.why());
    }
  }

  /** A digest that could not be sent, to administrators or to the contacts of accounts. */
  void digestNotSent(String why) {
    line(Level.ERROR, "digestNotSent", "error", why);
  }

  /** Whether events were put on the bus; no line if there was none to put. */
  void published(Published published) {
    switch (published) {
      case Published.All all -> line(Level.INFO, "events", "put", all.events());
      case Published.Nothing _ -> {}
      case Published.Not not ->
          line(Level.ERROR, "eventsNotPut", "events", not.events(), "error", not.why());
    }
  }

  /**
   * The run's metrics in CloudWatch's embedded metric format: CloudWatch extracts them from this
   * line (CloudWatch user guide, "Specification: Embedded metric format").
   */
  void measured(String installation, Map<String, Measure> measures) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeObjectFieldStart("_aws");
      json.writeNumberField("Timestamp", clock.instant().toEpochMilli());
      json.writeArrayFieldStart("CloudWatchMetrics");
      json.writeStartObject();
      json.writeStringField("Namespace", NAMESPACE);
      json.writeArrayFieldStart("Dimensions");
      json.writeStartArray();
      json.writeString(DIMENSION);
      json.writeEndArray();
      json.writeEndArray();
      json.writeArrayFieldStart("Metrics");
      for (Map.Entry<String, Measure> measure : measures.entrySet()) {
        json.writeStartObject();
        json.writeStringField("Name", measure.getKey());
        json.writeStringField("Unit", measure.getValue().unit());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
      json.writeStringField("time", clock.instant().toString());
      json.writeStringField("level", Level.INFO.name());
      json.writeStringField("event", "metrics");
      json.writeStringField("requestId", requestId);
      json.writeStringField("runId", runId);
      json.writeStringField(DIMENSION, installation);
      for (Map.Entry<String, Measure> measure : measures.entrySet()) {
        json.writeNumberField(measure.getKey(), measure.getValue().value());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.accept(text.toString());
  }

  /** The report is too long to be returned whole. */
  void shortened(int bytes, int limit) {
    line(Level.WARN, "shortened", "bytes", bytes, "limit", limit);
  }

  /** A run that could not begin. */
  void notBegun(String why) {
    line(Level.ERROR, "notBegun", "error", why);
  }

  /** A run that an error of the Java virtual machine ended, such as OutOfMemoryError. */
  void ended(Error error) {
    line(
        Level.ERROR,
        "ended",
        "error",
        "%s. Give the function more memory; the next run finishes what was begun".formatted(error));
  }

  /**
   * @param members names and values alternately; empty values are left out
   */
  private void line(Level level, String event, Object... members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("time", clock.instant().toString());
      json.writeStringField("level", level.name());
      json.writeStringField("event", event);
      json.writeStringField("requestId", requestId);
      if (!runId.isEmpty()) {
        json.writeStringField("runId", runId);
      }
      for (int i = 0; i < members.length; i += 2) {
        if (!members[i + 1].equals("")) {
          json.writeObjectField(String.valueOf(members[i]), members[i + 1]);
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.accept(text.toString());
  }
}
