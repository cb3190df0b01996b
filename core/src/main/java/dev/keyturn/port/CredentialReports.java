package dev.keyturn.port;

/**
 * The account's credential report: all users' keys in one answer, up to four hours old (IAM user
 * guide, "Getting credential reports for your AWS account"). Both methods make one attempt and
 * throw {@link PortFailure}: {@link PortFailure.Kind#UNSUPPORTED} also if the answer is not a
 * report.
 */
public interface CredentialReports {

  /** Requests a new report, unless there is a recent one; does not wait. */
  void request();

  /** Hands over every user in the report, each once, and the root user, if it is ready. */
  Reading read(ReportSink sink);

  /** The result of an attempt to get the report. */
  sealed interface Reading {
    /**
     * Every user was passed on.
     *
     * @param unreadable the number of invalid lines, which were skipped
     */
    record Read(int unreadable) implements Reading {}

    /** AWS is generating the report. */
    record NotYet() implements Reading {}

    /** There is no report, or it is too old: request one. */
    record Absent() implements Reading {}
  }
}
