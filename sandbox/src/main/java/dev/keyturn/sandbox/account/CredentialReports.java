package dev.keyturn.sandbox.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The account's one credential report: made at most every four hours, from the truth at the moment
 * it was asked for (docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html).
 */
public final class CredentialReports {
  /** How long a report is handed out before a new one may be made. */
  public static final Duration LIFE = Duration.ofHours(4);

  /** What GenerateCredentialReport answers. */
  public enum State {
    STARTED,
    INPROGRESS,
    COMPLETE
  }

  /** A finished report. */
  public record Report(Instant generated, String csv) {}

  private final Directory directory;
  private final Supplier<AccessKey> rootKey;
  private Duration making = Duration.ofSeconds(2);
  private Optional<Report> report = Optional.empty();

  CredentialReports(Directory directory, Supplier<AccessKey> rootKey) {
    this.directory = directory;
    this.rootKey = rootKey;
  }

  /** How long a report is in the making, by the account's clock; two seconds unless told. */
  public void takes(Duration time) {
    synchronized (directory) {
      making = time;
    }
  }

  /**
   * GenerateCredentialReport: starts a report unless one is in the making or younger than four
   * hours.
   */
  public State generate() {
    synchronized (directory) {
      Instant now = directory.reading();
      if (report.isPresent() && !expired(report.get(), now)) {
        return ready(report.get(), now) ? State.COMPLETE : State.INPROGRESS;
      }
      List<User> users = directory.users.values().stream().map(UserState::truth).toList();
      report =
          Optional.of(
              new Report(
                  directory.now(),
                  CredentialReportCsv.of(directory.account, rootKey.get(), users)));
      return State.STARTED;
    }
  }

  /**
   * GetCredentialReport; a report in the making is a 404, a missing or expired one a 410, as the
   * API reference has it.
   */
  public Report get() {
    synchronized (directory) {
      Instant now = directory.reading();
      Report known = report.orElseThrow(() -> new AwsRefusal(410, "ReportNotPresent", "Unknown"));
      if (expired(known, now)) {
        throw new AwsRefusal(410, "ReportExpired", "Unknown");
      }
      if (!ready(known, now)) {
        throw new AwsRefusal(404, "ReportInProgress", "Unknown");
      }
      return known;
    }
  }

  private boolean ready(Report known, Instant now) {
    return !now.isBefore(known.generated().plus(making));
  }

  private static boolean expired(Report known, Instant now) {
    return now.isAfter(known.generated().plus(LIFE));
  }
}
