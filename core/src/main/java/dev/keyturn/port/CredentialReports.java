package dev.keyturn.port;

import java.util.function.Consumer;

/**
 * The account's credential report: all users' keys in one answer, up to four hours old (IAM user
 * guide, "Getting credential reports for your AWS account"). Both verbs make one attempt and throw
 * {@link PortFailure}: {@link PortFailure.Kind#UNSUPPORTED} also for an answer that is no report.
 */
public interface CredentialReports {

  /** Asks for a report to be made, unless there is one that is young enough; does not wait. */
  void request();

  /** Hands over everybody whom the report tells of, each once, if it is ready. */
  Reading read(Consumer<ReportedUser> sink);

  /** What came of a look for the report. */
  sealed interface Reading {
    /**
     * All was handed over.
     *
     * @param unreadable so many lines made no sense and were passed over
     */
    record Read(int unreadable) implements Reading {}

    /** It is in the making. */
    record NotYet() implements Reading {}

    /** There is none, or it is too old: it has to be requested again. */
    record Absent() implements Reading {}
  }
}
