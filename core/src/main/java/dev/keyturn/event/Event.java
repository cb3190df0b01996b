package dev.keyturn.event;

import dev.keyturn.facts.UserName;
import dev.keyturn.port.Account;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/** An event during a run. The core never logs; entry points render events. */
public sealed interface Event {
  record Began(Account.Identity identity, LocalDate today) implements Event {}

  /** A check before the run gave no answer; the run continues. */
  record Unchecked(String what, String why) implements Event {}

  /** Users are read one by one, because the bulk call was refused. */
  record ReadOneByOne(String why) implements Event {}

  /** AWS is generating the credential report; the run waits up to twenty seconds. */
  record AwaitingReport() implements Event {}

  /** Keys are read with one call per user, because no credential report is available. */
  record WithoutReport(String why) implements Event {}

  /** The number of invalid lines in the credential report; their users are read one by one. */
  record LinesPassedOver(int lines) implements Event {}

  /** The ledger could not be written, so the next run verifies the same keys again. */
  record LedgerNotKept(String why) implements Event {}

  /** Sent warnings could not be stored, so owners get the next ones sooner. */
  record RemindersNotKept(String why) implements Event {}

  /** The notes on keys could not be written, so deletions count their days from a later date. */
  record NotesNotKept(String why) implements Event {}

  /** The users were read; with the number that have an address tag or a rotation. */
  record Listed(int users, int concerned) implements Event {}

  /** A user who was requested by name is not managed. */
  record NotManaged(UserName user, String why) implements Event {}

  /** The number of users that were read or processed, out of all. */
  record Progress(Phase phase, int done, int total) implements Event {}

  /** The long phases of a run. */
  enum Phase {
    /** The tags of each user, where users cannot be read in bulk. */
    LISTING,
    READING,
    ACTING
  }

  /** A user must wait until IAM's reads have settled. */
  record Settling(UserName user, Duration time) implements Event {}

  /** Another run is active; this one waits until it has ended. */
  record AnotherRun(String holder, Instant until) implements Event {}

  /**
   * AWS has throttled this run for some time; it continues at this number of IAM calls per second.
   */
  record Throttled(double callsPerSecond) implements Event {}

  /** More mails are due than SES's 24-hour quota allows; with the number of deferred users. */
  record MailsShort(int due, int left) implements Event {}

  /** A line of the audit trail: an effect that is about to be tried, is done, or failed. */
  record Audited(AuditLine line) implements Event {}

  /** A user is finished. */
  record Finished(Row row) implements Event {}
}
