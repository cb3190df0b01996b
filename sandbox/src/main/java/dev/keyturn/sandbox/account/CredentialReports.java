package dev.keyturn.sandbox.account;

import dev.keyturn.sandbox.http.AwsRefusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * The account's one credential report: generated at most every four hours, from the state at the
 * time of the request
 * (docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html).
 */
public final class CredentialReports {
  /** How long a report is returned before a new one may be generated. */
  public static final Duration LIFE = Duration.ofHours(4);

  /** The answer of GenerateCredentialReport. */
  public enum State {
    STARTED,
    INPROGRESS,
    COMPLETE
  }

  /** A finished report. */
  public record Report(Instant generated, String csv) {}

  private static final Report NONE = new Report(Instant.MIN, "");

  private final Directory directory;
  private final Supplier<AccessKey> rootKey;
  private Duration making = Duration.ZERO;
  private Report report = NONE;

  CredentialReports(Directory directory, Supplier<AccessKey> rootKey) {
    this.directory = directory;
    this.rootKey = rootKey;
  }

  /** How long generating a report takes, by the account's clock; 0 by default. */
  public void takes(Duration time) {
    synchronized (directory) {
      making = time;
    }
  }

  /**
   * GenerateCredentialReport: starts a report unless one is being generated or younger than four
   * hours.
   */
  public State generate() {
    synchronized (directory) {
      Instant now = directory.reading();
      if (!report.equals(NONE) && !expired(report, now)) {
        return ready(report, now) ? State.COMPLETE : State.INPROGRESS;
      }
      List<User> users = directory.users.values().stream().map(UserState::truth).toList();
      report =
          new Report(
              directory.now(), CredentialReportCsv.of(directory.account, rootKey.get(), users));
      return State.STARTED;
    }
  }

  /**
   * GetCredentialReport; a report that is being generated is a 404, a missing or expired one a 410,
   * as the API reference has it.
   */
  public Report get() {
    synchronized (directory) {
      Instant now = directory.reading();
      if (report.equals(NONE)) {
        throw new AwsRefusal(410, "ReportNotPresent", "Unknown");
      }
      if (expired(report, now)) {
        throw new AwsRefusal(410, "ReportExpired", "Unknown");
      }
      if (!ready(report, now)) {
        throw new AwsRefusal(404, "ReportInProgress", "Unknown");
      }
      return report;
    }
  }

  /** Removes the report. */
  public void forget() {
    synchronized (directory) {
      report = NONE;
    }
  }

  private boolean ready(Report known, Instant now) {
    return !now.isBefore(known.generated().plus(making));
  }

  private static boolean expired(Report known, Instant now) {
    return now.isAfter(known.generated().plus(LIFE));
  }
}
