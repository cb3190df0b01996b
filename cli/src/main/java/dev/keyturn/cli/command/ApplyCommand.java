package dev.keyturn.cli.command;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Interrupt;
import dev.keyturn.cli.Machine;
import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.Words;
import dev.keyturn.cli.output.TableReport;
import dev.keyturn.event.Report;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.run.Run;
import dev.keyturn.run.Workplace;
import java.util.Optional;
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
      "  keyturn apply                    on a terminal: shows the plan and asks",
      "  keyturn apply --yes              asks nothing",
      "  keyturn apply alice 'ci-*'       only these users",
      "  keyturn apply --yes --output json",
      "                                   for a program; progress is on stderr",
      "  keyturn apply --report day.html  a page of what was done, for a browser",
      "  keyturn apply --org              starts the state machine of an organization",
    })
public final class ApplyCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Machine machine;

  @Mixin private RunOptions options = new RunOptions();

  @Option(names = "--yes", description = "Do not ask. Required without a terminal.")
  private boolean yes;

  @Mixin private OrganizationApply organization = new OrganizationApply();

  public ApplyCommand(Terminal terminal, Machine machine) {
    this.terminal = terminal;
    this.machine = machine;
  }

  @Override
  public Integer call() {
    Optional<String> slip = organization.slip(options);
    if (slip.isPresent()) {
      terminal.err().println("keyturn: " + slip.get());
      return ExitStatus.BAD_INPUT;
    }
    if (organization.requested()) {
      return Printed.refuses(terminal, options)
          ? ExitStatus.BAD_INPUT
          : organization.apply(terminal, machine, options, yes);
    }
    if (Printed.refuses(terminal, options) || terminal.refusesToAct(yes)) {
      return ExitStatus.BAD_INPUT;
    }
    return new Session(terminal, machine, options.aws(), options.account())
        .open(place -> apply(place, place.run()));
  }

  private int apply(Workplace place, Run run) throws CannotBegin {
    RunRequest request = options.request(place.ports().users());
    if (run.dry()) {
      Plan plan = run.plan(request);
      options.explain(plan, terminal.err());
      return print(
          place,
          new Run.Applied(plan, run.report(plan)),
          "Nothing was changed because DRY_RUN is true.");
    }
    Interrupt interrupt = Interrupt.ofRun(terminal);
    if (yes) {
      machine.report(interrupt);
      return interruptible(
          interrupt, () -> done(place, explained(run.planAndApply(request.within(interrupt)))));
    }
    Plan plan = run.plan(request);
    options.explain(plan, terminal.err());
    if (!consented(run.report(plan))) {
      terminal.err().println("Nothing was changed.");
      return ExitStatus.DONE;
    }
    machine.report(interrupt);
    return interruptible(
        interrupt, () -> done(place, new Run.Applied(plan, run.apply(plan, interrupt))));
  }

  /** Work that Ctrl-C may end early. */
  private interface Work {
    Done done() throws CannotBegin;
  }

  /** The report and the exit status. */
  private record Done(Report report, int status) {}

  /** Does the work, and after an interruption says what is left. */
  private int interruptible(Interrupt interrupt, Work work) throws CannotBegin {
    try {
      Done done = work.done();
      if (!interrupt.near() || done.report().deferred() == 0) {
        return done.status();
      }
      terminal
          .err()
          .println(
              "keyturn: interrupted. Users that were begun are finished; left for the next run: %s."
                  .formatted(Words.count(done.report().deferred(), "user")));
      return ExitStatus.INTERRUPTED;
    } catch (CannotBegin e) {
      if (!interrupt.near()) {
        throw e;
      }
      terminal.err().println("keyturn: interrupted before anything was changed.");
      return ExitStatus.INTERRUPTED;
    }
  }

  private Run.Applied explained(Run.Applied applied) {
    options.explain(applied.plan(), terminal.err());
    return applied;
  }

  /** What follows the run is last: its failure does not change the exit status. */
  private Done done(Workplace place, Run.Applied applied) {
    int status = print(place, applied, "");
    Printed.handOver(terminal.err(), applied);
    Printed.followed(terminal, place, applied);
    return new Done(applied.report(), status);
  }

  private int print(Workplace place, Run.Applied applied, String closing) {
    return Printed.print(terminal, options, place.ports().users(), applied, closing);
  }

  /**
   * Shows the plan on standard error, to keep standard output clean; an empty plan needs no
   * consent.
   */
  private boolean consented(Report planned) {
    if (planned.rows().isEmpty()) {
      return true;
    }
    terminal.err().print(new TableReport(planned, "Nothing was changed yet.", false).text());
    return terminal.consents("Do this?");
  }
}
