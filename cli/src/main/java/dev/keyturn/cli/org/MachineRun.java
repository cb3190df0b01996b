package dev.keyturn.cli.org;

import dev.keyturn.aws.org.RunObjects;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.Words;
import dev.keyturn.cli.org.RunFollower.Outcome;
import dev.keyturn.org.Executions;
import dev.keyturn.org.Executions.Execution;
import dev.keyturn.org.OrganizationReport;
import dev.keyturn.org.OrganizationRun;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.PortFailure;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A run of the deployed state machine: starts it, follows it, and reads its report.
 *
 * @param interrupt ends the following, not the run
 */
public record MachineRun(
    Terminal terminal, OrganizationHub hub, Executions executions, Deadline interrupt) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Sixteen million names a second. */
  private static final int NAMES = 1 << 24;

  /**
   * An execution to follow.
   *
   * @param started whether it was started a moment ago
   */
  public record Followed(String name, boolean started) {}

  /** Prints a report. */
  public interface Printer {
    /** Returns the exit status. */
    int print(OrganizationReport report, OrganizationRun run);
  }

  /**
   * Starts an execution.
   *
   * @throws CannotBegin if it was certainly not started
   */
  public Followed start() throws CannotBegin {
    String name =
        "apply-%s-%s"
            .formatted(
                TIME.format(hub.aws().ports().account().now()),
                Integer.toHexString(hub.runtime().random().nextInt(NAMES)));
    try {
      executions.start(name);
      say("Execution %s of %s was started.".formatted(name, executions.machine()));
    } catch (PortFailure failure) {
      if (failure.clear()) {
        throw new CannotBegin(
            failure.message()
                + "\ndocs/organization.md has the name of the machine and the permissions.");
      }
      say(
          "It is not clear whether execution %s of %s was started: %s"
              .formatted(name, executions.machine(), failure.message()));
    }
    say("Ctrl-C ends following it, not the run.");
    return new Followed(name, true);
  }

  /**
   * Follows an execution to its end.
   *
   * @param command that follows an execution, without its name
   * @return the exit status
   */
  public int follow(Followed followed, String command, Printer printer) throws CannotBegin {
    String name = followed.name();
    RunObjects objects = new RunObjects(hub.aws().ports().bucketObjects(), name);
    RunProgress progress = new RunProgress(terminal, objects);
    RunFollower follower = new RunFollower(executions, progress, hub.runtime().waits(), interrupt);
    try {
      return switch (follower.follow(name, followed.started())) {
        case Outcome.Ended(Execution end) -> ended(result(name, end, objects), objects, printer);
        case Outcome.NoSuch _ -> {
          String missing =
              "There is no execution %1$s of %2$s. 'aws stepfunctions list-executions --state-machine-arn ARN' lists them."
                  .formatted(name, executions.machine());
          if (followed.started()) {
            throw new CannotBegin(missing);
          }
          say("keyturn: " + missing + " Nothing was started.");
          yield ExitStatus.BAD_INPUT;
        }
        case Outcome.Interrupted _ -> {
          again(command, name);
          yield ExitStatus.INTERRUPTED;
        }
      };
    } catch (PortFailure failure) {
      progress.clear();
      say("keyturn: the run could not be followed to its report: " + failure.message());
      again(command, name);
      return ExitStatus.SOME_FAILED;
    }
  }

  private void again(String command, String name) {
    say("  To follow it again, or to see its report: %s --follow %s".formatted(command, name));
  }

  private RunResult result(String name, Execution end, RunObjects objects) {
    try {
      return RunResult.of(name, end, objects, hub.settings().name(), hub.organization().id());
    } catch (PortFailure failure) {
      throw new PortFailure(
          failure.kind(),
          "it ended as %s, and its report could not be read: %s"
              .formatted(end.status(), failure.message()));
    }
  }

  private int ended(RunResult result, RunObjects objects, Printer printer) throws CannotBegin {
    return switch (result) {
      case RunResult.NotBegun(String why) -> throw new CannotBegin(why);
      case RunResult.Unreported(String why) -> {
        say("keyturn: the run ended without a report: " + why);
        say(
            "  Accounts may have been changed: s3://%s/%s has what it left. The next run continues."
                .formatted(hub.settings().bucket(), objects.key("act/")));
        yield ExitStatus.SOME_FAILED;
      }
      case RunResult.Reported reported -> report(reported, printer);
    };
  }

  private int report(RunResult.Reported reported, Printer printer) {
    int status = printer.print(reported.report(), reported.run());
    reported
        .run()
        .page()
        .ifPresent(
            key ->
                say(
                    "The page of this run: aws s3 cp 's3://%s/%s' ."
                        .formatted(hub.settings().bucket(), key)));
    if (!reported.failure().isEmpty()) {
      say("keyturn: the run did not end as it should: " + reported.failure());
    }
    return reported.well() ? status : Math.max(status, ExitStatus.SOME_FAILED);
  }

  private void say(String line) {
    terminal.err().println(Words.plain(line));
    terminal.err().flush();
  }
}
