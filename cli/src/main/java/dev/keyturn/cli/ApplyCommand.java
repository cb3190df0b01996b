package dev.keyturn.cli;

import dev.keyturn.cli.Options.Output;
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

  @Mixin private Options options = new Options();

  @Option(names = "--yes", description = "Do not ask for consent on a terminal.")
  private boolean yes;

  ApplyCommand(Terminal terminal, Machine machine) {
    this.terminal = terminal;
    this.machine = machine;
  }

  @Override
  public Integer call() {
    return new Session(terminal, machine).open(run -> apply(run, run.plan(options.scope())));
  }

  private int apply(Run run, Plan plan) {
    if (terminal.interactive() && !yes && !consented(run.report(plan))) {
      terminal.err().println("Nothing was touched.");
      return ExitStatus.DONE;
    }
    Report report = run.apply(plan);
    Printed.print(terminal, options.output(), report, "");
    return report.failed() > 0 ? ExitStatus.SOME_FAILED : ExitStatus.DONE;
  }

  /** An empty plan needs no consent. */
  private boolean consented(Report planned) {
    if (planned.rows().isEmpty()) {
      return true;
    }
    Printed.print(terminal, Output.TABLE, planned, "Nothing was touched yet.");
    return terminal.consents("Do this?");
  }
}
