package dev.keyturn.cli.command;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.Words;
import dev.keyturn.cli.command.OutputOption.Output;
import dev.keyturn.cli.output.CalendarTable;
import dev.keyturn.cli.output.ReportFile;
import dev.keyturn.cli.output.TableReport;
import dev.keyturn.event.Report;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.Users;
import dev.keyturn.report.AccountView;
import dev.keyturn.report.Calendar;
import dev.keyturn.report.CalendarCsv;
import dev.keyturn.report.CalendarJson;
import dev.keyturn.report.CsvReport;
import dev.keyturn.report.JsonReport;
import dev.keyturn.report.KeysCsv;
import dev.keyturn.report.SecurityFindings;
import dev.keyturn.report.Trend;
import dev.keyturn.report.page.ReportPage;
import dev.keyturn.run.AfterRun;
import dev.keyturn.run.DigestSender.Sent;
import dev.keyturn.run.EventPublisher.Published;
import dev.keyturn.run.FilesToHandOver;
import dev.keyturn.run.Run;
import dev.keyturn.run.Workplace;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Prints a report in the requested form, and writes the page of {@code --report}. */
final class Printed {
  private Printed() {}

  /** Checks that the page can be written, before anything is read. */
  static boolean refuses(Terminal terminal, RunOptions options) {
    Optional<String> objection = options.report().flatMap(ReportFile::objection);
    objection.ifPresent(
        why ->
            terminal
                .err()
                .println(
                    "keyturn: --report %s cannot be written: %s. Nothing was read or changed."
                        .formatted(
                            options.report().map(ReportFile::path).orElseThrow(),
                            Words.plain(why))));
    return objection.isPresent();
  }

  /**
   * Writes the page, if one is asked for, and prints the report.
   *
   * @return the exit status
   */
  static int print(
      Terminal terminal, RunOptions options, Users users, Run.Applied applied, String closing) {
    return print(terminal, options, users, applied, List.of(), closing);
  }

  /**
   * Writes the page, if one is asked for, and prints the report.
   *
   * @param remarks for the page
   * @return the exit status
   */
  static int print(
      Terminal terminal,
      RunOptions options,
      Users users,
      Run.Applied applied,
      List<String> remarks,
      String closing) {
    boolean written = page(terminal, options, users, applied, remarks);
    int status = print(terminal, options.output(), applied.report(), closing);
    return written ? status : Math.max(status, ExitStatus.SOME_FAILED);
  }

  /** Says how to get the new keys that an administrator hands over. */
  static void handOver(PrintWriter out, Run.Applied applied) {
    FilesToHandOver.of(applied)
        .forEach(
            (user, command) ->
                out.println("Hand the new key of %s over: %s".formatted(user, command)));
  }

  /** Mails the digest and puts the events of a run, and says so; nothing depends on either. */
  static void followed(Terminal terminal, Workplace place, Run.Applied applied) {
    AfterRun.Result after = place.afterRun().of(applied, false, Deadline.none());
    switch (after.digest()) {
      case Sent.To to ->
          terminal
              .err()
              .println("keyturn: what was done was mailed to %s.".formatted(to.address()));
      case Sent.Nothing _ -> {}
      case Sent.Not not ->
          terminal
              .err()
              .println(
                  "keyturn: the digest for ADMIN_EMAIL could not be sent; everything else was done:"
                      + " "
                      + Words.plain(not.why()));
    }
    published(terminal, after.events());
  }

  /** Says so if events could not be put. */
  static void published(Terminal terminal, Published events) {
    switch (events) {
      case Published.All _, Published.Nothing _ -> {}
      case Published.Not not ->
          terminal
              .err()
              .println(
                  "keyturn: %s could not be put on EVENT_BUS; everything else was done: %s"
                      .formatted(Words.count(not.events(), "event"), Words.plain(not.why())));
    }
  }

  /** Whether the page was written, or none was requested. */
  static boolean page(
      Terminal terminal,
      RunOptions options,
      Users users,
      Run.Applied applied,
      List<String> remarks) {
    return file(terminal, options, file -> text(file, users, applied, remarks));
  }

  /** Whether the file of {@code --report} was written, or none was requested. */
  static boolean file(Terminal terminal, RunOptions options, Function<ReportFile, String> text) {
    if (options.report().isEmpty()) {
      return true;
    }
    ReportFile file = options.report().get();
    try {
      file.write(text.apply(file));
      return true;
    } catch (IOException e) {
      terminal
          .err()
          .println(
              "keyturn: --report %s could not be written: %s"
                  .formatted(file.path(), Words.plain(String.valueOf(e.getMessage()))));
      return false;
    }
  }

  /** A page names the account's alias; a replaced one passes its trend on to the new one. */
  private static String text(
      ReportFile file, Users users, Run.Applied applied, List<String> remarks) {
    AccountView view = AccountView.of(applied.plan(), applied.report());
    return switch (file.form().orElseThrow()) {
      case HTML ->
          ReportPage.of(
              view.named(users.accountAlias()).remarking(remarks),
              Trend.in(file.before(), view.report().accountId()));
      case CSV -> KeysCsv.of(view);
      case JSON -> SecurityFindings.of(view);
    };
  }

  /**
   * Prints the next days.
   *
   * @return the exit status
   */
  static int print(Terminal terminal, Output form, Report report, Calendar calendar) {
    switch (form) {
      case TABLE -> terminal.out().print(new CalendarTable(report, calendar).text());
      case JSON -> terminal.out().println(CalendarJson.of(report, calendar));
      case CSV -> terminal.out().print(CalendarCsv.of(calendar));
    }
    return ended(terminal, report);
  }

  /**
   * Prints a report.
   *
   * @param closing a sentence after the table; may be empty
   * @return the exit status
   */
  static int print(Terminal terminal, Output form, Report report, String closing) {
    switch (form) {
      case TABLE ->
          terminal.out().print(new TableReport(report, closing, terminal.colours()).text());
      case JSON -> terminal.out().println(JsonReport.of(report));
      case CSV -> terminal.out().print(CsvReport.of(report));
    }
    return ended(terminal, report);
  }

  private static int ended(Terminal terminal, Report report) {
    terminal.out().flush();
    return report.failed() > 0 ? ExitStatus.SOME_FAILED : ExitStatus.DONE;
  }
}
