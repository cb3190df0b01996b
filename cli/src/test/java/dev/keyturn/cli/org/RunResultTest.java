package dev.keyturn.cli.org;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.cli.org.RunResult.NotBegun;
import dev.keyturn.cli.org.RunResult.Reported;
import dev.keyturn.cli.org.RunResult.Unreported;
import dev.keyturn.event.Report.Mode;
import dev.keyturn.org.AccountState;
import dev.keyturn.org.Executions.Execution;
import dev.keyturn.org.Executions.Status;
import dev.keyturn.port.PortFailure;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** What an execution left says how it ended, and the exit status. */
class RunResultTest {
  private static final Instant END = Instant.parse("2026-11-26T23:59:59Z");

  private final RunBucketFixture bucket = new RunBucketFixture();

  private RunResult result(Status status, String error, String cause) {
    return RunResult.of(
        RunBucketFixture.RUN,
        new Execution(status, END, error, cause),
        bucket.objects(),
        "keyturn-prod",
        "o-exampleorgid");
  }

  private Reported reported(Status status, String error) {
    return (Reported) result(status, error, "why");
  }

  private static String account(String state) {
    return "{\"account\":\"111122223333\",\"name\":\"web\",\"state\":\""
        + state
        + "\",\"users\":3,\"by\":{\"ROTATE\":2}}";
  }

  private void left(String state) {
    bucket.with("accounts.json", "[{}]").with("report.json", "[" + account(state) + "]");
  }

  @Test
  void aReportHasWhatTheFunctionWroteAndTheDayOfTheEnd() {
    left("ACTED");
    bucket.with("report.html", "<html>");
    Reported reported = reported(Status.SUCCEEDED, "");
    assertThat(reported.report().date()).isEqualTo(LocalDate.of(2026, 11, 26));
    assertThat(reported.report().name()).isEqualTo("keyturn-prod");
    assertThat(reported.report().id()).isEqualTo("o-exampleorgid");
    assertThat(reported.report().count(AccountState.ACTED)).isEqualTo(1);
    assertThat(reported.run().execution()).isEqualTo("day-1");
    assertThat(reported.run().mode()).isEqualTo(Mode.APPLY);
    assertThat(reported.run().stopped()).isEmpty();
    assertThat(reported.run().page()).contains("org/runs/day-1/report.html");
    assertThat(reported.well()).isTrue();
  }

  @Test
  void anAccountThatFailedNeedsAPerson() {
    left("FAILED");
    Reported reported = reported(Status.FAILED, "Keyturn.NotWell");
    assertThat(reported.failure()).isEmpty();
    assertThat(reported.well()).isFalse();
    assertThat(reported.run().page()).isEmpty();
  }

  @Test
  void aDamagedReportIsAFailureThatNamesIt() {
    left("UNHEARD_OF");
    assertThatThrownBy(() -> reported(Status.SUCCEEDED, ""))
        .isInstanceOf(PortFailure.class)
        .hasMessageStartingWith("Object org/runs/day-1/report.json cannot be read: ");
    bucket.with("report.json", "(damaged)");
    assertThatThrownBy(() -> reported(Status.SUCCEEDED, "")).isInstanceOf(PortFailure.class);
  }

  @Test
  void aRunThatStoppedNeedsAPerson() {
    left("DEFERRED");
    bucket.with("stopped.json", "{\"why\":\"Stopped.\",\"dryRun\":false}");
    Reported reported = reported(Status.FAILED, "Keyturn.NotWell");
    assertThat(reported.run().stopped()).contains("Stopped.");
    assertThat(reported.run().mode()).isEqualTo(Mode.APPLY);
    assertThat(reported.well()).isFalse();
  }

  @Test
  void aDryRunIsAPlanAndNeedsNoPerson() {
    left("DEFERRED");
    bucket.with("stopped.json", "{\"why\":\"Nothing is changed.\",\"dryRun\":true}");
    Reported reported = reported(Status.SUCCEEDED, "");
    assertThat(reported.run().mode()).isEqualTo(Mode.PLAN);
    assertThat(reported.well()).isTrue();
  }

  @Test
  void anExecutionThatFailedAfterItsReportIsNotWell() {
    left("ACTED");
    Reported reported = reported(Status.TIMED_OUT, "States.Timeout");
    assertThat(reported.failure()).isEqualTo("why");
    assertThat(reported.well()).isFalse();
  }

  @Test
  void withoutAListOfAccountsTheRunDidNotBegin() {
    assertThat(
            result(
                Status.FAILED,
                "dev.keyturn.lambda.NotBegun",
                "{\"errorMessage\":\"Another execution is at work (day-0).\",\"errorType\":\"x\"}"))
        .isEqualTo(new NotBegun("Another execution is at work (day-0)."));
    assertThat(result(Status.FAILED, "", "not from the function"))
        .isEqualTo(new NotBegun("not from the function"));
  }

  @Test
  void withoutAReportAccountsMayHaveBeenChanged() {
    bucket.with("accounts.json", "[]");
    assertThat(result(Status.ABORTED, "", "")).isEqualTo(new Unreported("it ended as ABORTED"));
    assertThat(result(Status.TIMED_OUT, "States.Timeout", ""))
        .isEqualTo(new Unreported("it ended as TIMED_OUT States.Timeout"));
  }
}
