package dev.keyturn.cli.command;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.Words;
import dev.keyturn.cli.output.OrganizationTable;
import dev.keyturn.cli.output.ReportFile;
import dev.keyturn.cli.output.StatusLine;
import dev.keyturn.event.Report.Mode;
import dev.keyturn.org.Enrolment;
import dev.keyturn.org.OrganizationForms;
import dev.keyturn.org.OrganizationPage;
import dev.keyturn.org.OrganizationPlan;
import dev.keyturn.org.OrganizationReport;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.RuntimeEnvironment;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/** Plans several accounts of an organization, and prints a line for each. */
record ManyAccounts(Terminal terminal, RunOptions options) {

  /**
   * Plans the accounts in units, or all.
   *
   * @return the exit status
   */
  int plan(OrganizationPlan plan, Set<String> units, RuntimeEnvironment runtime)
      throws CannotBegin {
    try {
      return print(plan.plan(units, runtime, new Shown(terminal)));
    } catch (Enrolment.UnknownUnit e) {
      terminal.err().println("keyturn: " + Words.plain(String.valueOf(e.getMessage())));
      return ExitStatus.BAD_INPUT;
    }
  }

  private int print(OrganizationReport report) {
    boolean written = Printed.file(terminal, options, file -> text(file, report));
    switch (options.output()) {
      case TABLE -> terminal.out().print(new OrganizationTable(report, terminal.colours()).text());
      case JSON -> terminal.out().println(OrganizationForms.json(report));
      case CSV -> terminal.out().print(OrganizationForms.csv(report));
    }
    if (terminal.out().checkError()) {
      terminal.err().println("keyturn: the report could not be written to standard output.");
      return ExitStatus.SOME_FAILED;
    }
    return written && report.bad().isEmpty() ? ExitStatus.DONE : ExitStatus.SOME_FAILED;
  }

  private static String text(ReportFile file, OrganizationReport report) {
    return switch (file.form().orElseThrow()) {
      case HTML -> OrganizationPage.of(report, Mode.PLAN, Optional.empty());
      case CSV -> OrganizationForms.csv(report);
      case JSON -> throw new IllegalArgumentException("refused by the command line");
    };
  }

  /** On a terminal one line that is written over, else a line for each tenth of many accounts. */
  private static final class Shown implements OrganizationPlan.Progress {
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
