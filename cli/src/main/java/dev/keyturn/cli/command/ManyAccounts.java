package dev.keyturn.cli.command;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.Words;
import dev.keyturn.cli.output.OrganizationTable;
import dev.keyturn.cli.output.ReportFile;
import dev.keyturn.cli.output.StatusLine;
import dev.keyturn.event.Report.Mode;
import dev.keyturn.org.OrganizationForms;
import dev.keyturn.org.OrganizationPage;
import dev.keyturn.org.OrganizationPlan;
import dev.keyturn.org.OrganizationReport;
import dev.keyturn.org.OrganizationRun;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.RuntimeEnvironment;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Plans several accounts of an organization, and prints a line for each account of a report. */
record ManyAccounts(Terminal terminal, RunOptions options) {
  /** Findings are about users, and a report of several accounts names none. */
  static final String NO_FINDINGS =
      "--report of several accounts is a page (.html) or a line for each account (.csv);"
          + " --output json prints them as JSON.";

  /**
   * Plans the accounts in units, or all.
   *
   * @return the exit status
   */
  int plan(OrganizationPlan plan, Set<String> units, RuntimeEnvironment runtime)
      throws CannotBegin {
    OrganizationReport report = planned(plan, units, runtime);
    return print(
        report,
        Mode.PLAN,
        Optional.empty(),
        new Forms(
            () -> new OrganizationTable(report, terminal.colours()).text(),
            () -> OrganizationForms.json(report)));
  }

  /** The plan, with its progress on standard error. */
  OrganizationReport planned(OrganizationPlan plan, Set<String> units, RuntimeEnvironment runtime)
      throws CannotBegin {
    return plan.plan(units, runtime, new Shown(terminal));
  }

  /**
   * Prints the report of a run.
   *
   * @return the exit status
   */
  int print(OrganizationReport report, OrganizationRun run) {
    return print(
        report,
        run.mode(),
        run.stopped(),
        new Forms(
            () -> OrganizationTable.of(report, run, terminal.colours()).text(),
            () -> OrganizationForms.json(report, run)));
  }

  /** The forms that differ between a plan and a run. */
  private record Forms(Supplier<String> table, Supplier<String> json) {}

  private int print(OrganizationReport report, Mode mode, Optional<String> stopped, Forms forms) {
    boolean written = Printed.file(terminal, options, file -> text(file, report, mode, stopped));
    switch (options.output()) {
      case TABLE -> terminal.out().print(forms.table().get());
      case JSON -> terminal.out().println(forms.json().get());
      case CSV -> terminal.out().print(OrganizationForms.csv(report));
    }
    terminal.out().flush();
    return written && report.bad().isEmpty() ? ExitStatus.DONE : ExitStatus.SOME_FAILED;
  }

  private static String text(
      ReportFile file, OrganizationReport report, Mode mode, Optional<String> stopped) {
    return switch (file.form().orElseThrow()) {
      case HTML -> OrganizationPage.of(report, mode, stopped);
      case CSV -> OrganizationForms.csv(report);
      case JSON -> throw new IllegalArgumentException("refused by the command line");
    };
  }

  /** On a terminal one line that is written over, else a line for each tenth of many accounts. */
  static final class Shown implements OrganizationPlan.Progress {
    /** Fewer accounts than this need no progress in a log. */
    private static final int MANY = 100;

    private static final int TENTHS = 10;

    private final StatusLine lines;
    private final boolean interactive;

    Shown(Terminal terminal) {
      this.lines = new StatusLine(terminal.err(), terminal.watched());
      this.interactive = terminal.watched();
    }

    @Override
    public void enrolled(int accounts) {
      lines.say(Words.count(accounts, "account") + " to look at.");
    }

    @Override
    public IntConsumer surveyed(int accounts) {
      return done -> tell(done, accounts);
    }

    private synchronized void tell(int done, int accounts) {
      String line = "looked at %s of %s accounts".formatted(done, accounts);
      if (interactive) {
        lines.show(done == accounts ? "" : line);
      } else if (accounts >= MANY && done % (accounts / TENTHS) == 0) {
        lines.say(line);
      }
    }
  }
}
