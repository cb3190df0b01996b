package dev.keyturn.cli.org;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.aws.org.ResultJson;
import dev.keyturn.aws.org.RunObjects;
import dev.keyturn.event.Report.Mode;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.Executions.Execution;
import dev.keyturn.org.Executions.Status;
import dev.keyturn.org.OrganizationReport;
import dev.keyturn.org.OrganizationRun;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an execution that ended left behind. */
sealed interface RunResult {
  /** How the state machine ends if a person should look at the report. */
  String NOT_WELL = "Keyturn.NotWell";

  /**
   * A report.
   *
   * @param failure why the execution failed although it has a report; empty if it did not
   */
  record Reported(OrganizationReport report, OrganizationRun run, String failure)
      implements RunResult {
    /** Whether nothing needs a person. A dry run stops, too, and is well. */
    boolean well() {
      return failure.isEmpty()
          && report.bad().isEmpty()
          && (run.stopped().isEmpty() || run.mode() == Mode.PLAN);
    }
  }

  /** It ended before the accounts were listed; nothing was changed. */
  record NotBegun(String why) implements RunResult {}

  /** It left no report, and may have changed accounts. */
  record Unreported(String why) implements RunResult {}

  /**
   * Reads it.
   *
   * @param installation the name of the installation
   * @param organization the id of the organization
   */
  static RunResult of(
      String name,
      Execution execution,
      RunObjects objects,
      String installation,
      String organization) {
    Optional<List<AccountResult>> results = objects.find(RunObjects.REPORT, ResultJson::result);
    if (results.isEmpty()) {
      String why = why(execution);
      return objects.find(RunObjects.ACCOUNTS, tree -> tree).isPresent()
          ? new Unreported(why)
          : new NotBegun(why);
    }
    Optional<Map<?, ?>> stopped = objects.read(RunObjects.STOPPED, tree -> tree);
    boolean dry = stopped.filter(tree -> Boolean.TRUE.equals(tree.get("dryRun"))).isPresent();
    return new Reported(
        new OrganizationReport(
            installation,
            organization,
            LocalDate.ofInstant(execution.at(), ZoneOffset.UTC),
            results.get()),
        new OrganizationRun(
            name,
            dry ? Mode.PLAN : Mode.APPLY,
            stopped.map(tree -> JsonTree.text(tree, "why")),
            objects.names("report.html").stream().findFirst().map(objects::key)),
        execution.status() == Status.SUCCEEDED || execution.error().equals(NOT_WELL)
            ? ""
            : why(execution));
  }

  /** The message of the function's failure, which Lambda hands on as JSON, or the machine's. */
  private static String why(Execution execution) {
    String cause = execution.cause();
    try {
      String message = JsonTree.text(JsonTree.object(cause), "errorMessage");
      cause = message.isEmpty() ? cause : message;
    } catch (IllegalStateException _) {
      // Not from the function.
    }
    return cause.isBlank()
        ? "it ended as %s %s".formatted(execution.status(), execution.error()).strip()
        : cause;
  }
}
