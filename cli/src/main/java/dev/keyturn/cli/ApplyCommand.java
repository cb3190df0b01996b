package dev.keyturn.cli;

import dev.keyturn.run.CannotBegin;
import dev.keyturn.run.Deadline;
import dev.keyturn.run.Plan;
import dev.keyturn.run.Report;
import dev.keyturn.run.Run;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keyturn apply}. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = "Does what plan shows: warns, rotates, deactivates, deletes.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  keyturn apply                   on a terminal: shows the plan and asks",
      "  keyturn apply --yes             asks nothing",
      "  keyturn apply --user alice      one user alone",
      "  keyturn apply --output json     for a program; progress is on standard error",
    })
final class ApplyCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Machine machine;

  @Mixin private RunOptions options = new RunOptions();

  @Option(names = "--yes", description = "Do not ask for consent on a terminal.")
  private boolean yes;

  ApplyCommand(Terminal terminal, Machine machine) {
    this.terminal = terminal;
    this.machine = machine;
  }

  @Override
  public Integer call() {
    return new Session(terminal, machine).open(place -> apply(place.run()));
  }

  private int apply(Run run) throws CannotBegin {
    if (run.dry()) {
      return Printed.print(
          terminal,
          options.output(),
          run.report(run.plan(options.scope())),
          "Nothing was touched, for DRY_RUN is true.");
    }
    if (!terminal.asks() || yes) {
      Report report = run.planAndApply(options.scope(), Deadline.none());
      return Printed.print(terminal, options.output(), report, "");
    }
    Plan plan = run.plan(options.scope());
    if (!consented(run.report(plan))) {
      terminal.err().println("Nothing was touched.");
      return ExitStatus.DONE;
    }
    return Printed.print(terminal, options.output(), run.apply(plan), "");
  }

  /**
   * Shows the plan on standard error, where it is in no document's way; an empty one needs no
   * consent.
   */
  private boolean consented(Report planned) {
    if (planned.rows().isEmpty()) {
      return true;
    }
    terminal.err().print(new TableReport(planned, "Nothing was touched yet.", false).text());
    return terminal.consents("Do this?");
  }
}
