package dev.keyturn.event;

import dev.keyturn.facts.UserName;
import dev.keyturn.port.Account;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Something that happens during a run, for whoever watches. The core never logs; the edge renders
 * these.
 */
public sealed interface Event {
  record Began(Account.Identity identity, LocalDate today) implements Event {}

  /** A check before the run gave no answer; the run goes on. */
  record Unchecked(String what, String why) implements Event {}

  /** Users are read with calls for each, because the bulk call was refused. */
  record ReadOneByOne(String why) implements Event {}

  /** The credential report is in the making; the run waits for it, up to twenty seconds. */
  record AwaitingReport() implements Event {}

  /** Keys are read with a call for each user, because there is no credential report to be had. */
  record WithoutReport(String why) implements Event {}

  /** So many lines of the credential report made no sense; their users are read one by one. */
  record LinesPassedOver(int lines) implements Event {}

  /** What was verified could not be noted, so that the next run verifies it anew. */
  record LedgerNotKept(String why) implements Event {}

  /** Which warnings were sent could not be noted, so that they come again sooner. */
  record RemindersNotKept(String why) implements Event {}

  /**
   * What was seen of keys could not be noted, so that deletions count their days from a later one.
   */
  record NotesNotKept(String why) implements Event {}

  /** The users were read; so many bear an address tag or are within a rotation. */
  record Listed(int users, int concerned) implements Event {}

  /** A user who was asked for by name is not looked after. */
  record NotLookedAfter(UserName user, String why) implements Event {}

  /** So many of so many users were read or worked on. */
  record Progress(Phase phase, int done, int total) implements Event {}

  /** The long parts of a run. */
  enum Phase {
    /** The tags of each user, where users cannot be read in bulk. */
    LISTING,
    READING,
    ACTING
  }

  /** A user must wait until IAM's reads have settled. */
  record Settling(UserName user, Duration time) implements Event {}

  /** Another run is at work; this one waits until it has ended. */
  record AnotherRun(String holder, Instant until) implements Event {}

  /** AWS has throttled this run for a while; it goes on at so many calls of IAM a second. */
  record Throttled(double callsPerSecond) implements Event {}

  /**
   * More mails are due than SES lets the account send in these 24 hours; so many users are left.
   */
  record MailsShort(int due, int left) implements Event {}

  /** A line of the audit trail: an effect that is about to be tried, was done, or failed. */
  record Audited(AuditLine line) implements Event {}

  /** A user is finished. */
  record Finished(Row row) implements Event {}
}
