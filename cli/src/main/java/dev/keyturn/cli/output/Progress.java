package dev.keyturn.cli.output;

import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.Words;
import dev.keyturn.event.AuditLine;
import dev.keyturn.event.AuditLine.Result;
import dev.keyturn.event.Effect;
import dev.keyturn.event.Event;
import dev.keyturn.event.Events;
import dev.keyturn.event.Row;
import dev.keyturn.report.Cells;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows the progress of a run on standard error: on a terminal, one line that is overwritten;
 * otherwise a line for each tenth of a long part.
 */
public final class Progress implements Events {
  /** The minimum number of users for progress lines in a log. */
  private static final int LONG = 200;

  private final StatusLine lines;
  private final boolean interactive;

  public Progress(Terminal terminal) {
    this.lines = new StatusLine(terminal.err(), terminal.watched());
    this.interactive = terminal.watched();
  }

  @Override
  public synchronized void on(Event event) {
    switch (event) {
      case Event.Began began ->
          say("Account %s on %s.".formatted(began.identity().accountId(), began.today()));
      case Event.Unchecked unchecked ->
          say(
              "The %s could not be checked, and the run continues: %s"
                  .formatted(unchecked.what(), unchecked.why()));
      case Event.ReadOneByOne oneByOne ->
          say("Users are read one by one, with a call for each: " + oneByOne.why());
      case Event.AwaitingReport _ -> say("IAM is making the credential report; waiting for it.");
      case Event.WithoutReport without ->
          say(
              "Keys are read user by user, with a call for each, because there is no credential"
                  + " report: "
                  + without.why());
      case Event.LinesPassedOver passed ->
          say(
              "%s of the credential report could not be read; those users are read one by one."
                  .formatted(Words.count(passed.lines(), "line")));
      case Event.LedgerNotKept not ->
          say(
              "What was verified could not be noted; the next run does it again (keyturn doctor"
                  + " says what is missing): "
                  + not.why());
      case Event.RemindersNotKept not ->
          say("Which warnings were sent could not be noted; they come again sooner: " + not.why());
      case Event.NotesNotKept not ->
          say("What was seen of keys could not be noted; deletions may come later: " + not.why());
      case Event.Listed listed ->
          say(
              "%s, %s with an address tag or a rotation under way."
                  .formatted(Words.count(listed.users(), "user"), listed.concerned()));
      case Event.NotManaged not -> say("%s is not managed: %s.".formatted(not.user(), not.why()));
      case Event.Progress progress -> progress(progress);
      case Event.Settling settling ->
          say(
              "%s: a rotation was interrupted a moment ago; waiting %s s until IAM shows its key."
                  .formatted(settling.user(), settling.time().toSeconds()));
      case Event.AnotherRun other ->
          say(
              "Another run is at work (%s); waiting until it ends. If it crashed, its lease expires at %s."
                  .formatted(other.holder(), other.until().truncatedTo(ChronoUnit.SECONDS)));
      case Event.Throttled throttled ->
          say(
              "AWS throttles; continuing at %s a second."
                  .formatted(
                      Words.count(Math.max(1, Math.round(throttled.callsPerSecond())), "call")));
      case Event.MailsShort mails ->
          say(
              "%s due, and SES's sending quota for these 24 hours is too small for all; %s left for the next run."
                  .formatted(Words.count(mails.due(), "mail"), Words.count(mails.left(), "user")));
      case Event.Audited audited -> audited(audited.line());
      case Event.Finished finished -> finished(finished.row());
    }
  }

  /** Other results are shown in the user's row. */
  private void audited(AuditLine line) {
    switch (line.result()) {
      case Result.Begun _, Result.Found _ -> {}
      case Result.Done _ -> say(effect(line));
      case Result.Failed failed -> say(effect(line) + " failed: " + failed.error());
    }
  }

  private static String effect(AuditLine line) {
    return Stream.of(
            line.user() + ":",
            line.effect().word(),
            line.effect() == Effect.STORE_FILE || line.effect() == Effect.CLAIM_FILE
                ? ""
                : line.key(),
            line.effect() == Effect.RECORD ? "'" + line.object() + "'" : line.object())
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private void progress(Event.Progress progress) {
    String line =
        "%s %s of %s users"
            .formatted(
                progress.phase().name().toLowerCase(Locale.ROOT),
                progress.done(),
                progress.total());
    if (interactive) {
      lines.show(progress.done() == progress.total() ? "" : line);
    } else if (progress.total() >= LONG && progress.done() % (progress.total() / 10) == 0) {
      say(line);
    }
  }

  private void finished(Row row) {
    say(
        "%s: %s (%s) %s%s"
            .formatted(
                row.user(),
                row.decision().verb().word(),
                row.decision().reason(),
                Cells.outcome(row),
                Cells.error(row).map(error -> ": " + error).orElse("")));
  }

  private void say(String line) {
    lines.say(line);
  }

  /** Clears the line that is overwritten. */
  public synchronized void clear() {
    lines.show("");
  }
}
