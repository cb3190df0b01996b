package dev.keyturn.cli.command;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Interrupt;
import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.Words;
import dev.keyturn.event.Intervened;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Remedy;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.PortFailure;
import dev.keyturn.run.Intervention;
import dev.keyturn.run.Intervention.Command;
import dev.keyturn.run.Intervention.Proposal;
import dev.keyturn.run.Workplace;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Shows what can be done for a user, asks, and does it. */
final class Intervene {
  private final Terminal terminal;
  private final Interrupt interrupt;
  private final Consumer<Interrupt> listening;

  /** Whether a user was changed. */
  private boolean changed;

  /**
   * For one command.
   *
   * @param listening has Ctrl-C reported from the first change on
   */
  Intervene(Terminal terminal, Consumer<Interrupt> listening) {
    this.terminal = terminal;
    this.interrupt = Interrupt.ofRun(terminal);
    this.listening = listening;
  }

  /**
   * Returns the exit status, the worst of all users.
   *
   * @throws CannotBegin if one of the users cannot be read, or the first change cannot begin;
   *     nothing was changed
   */
  int with(Workplace place, Command command, InterventionOptions options) throws CannotBegin {
    // One intervention for each user, because each has an audit trail of its own.
    Map<Proposal, Intervention> proposals = new LinkedHashMap<>();
    for (UserName user : options.users(place.ports().users())) {
      Intervention intervention = place.intervention();
      proposals.put(intervention.propose(command, user), intervention);
    }
    int worst = ExitStatus.DONE;
    for (Map.Entry<Proposal, Intervention> proposed : proposals.entrySet()) {
      Proposal proposal = proposed.getKey();
      if (interrupt.near()) {
        terminal
            .err()
            .println("keyturn: interrupted; not done from %s on.".formatted(user(proposal)));
        return ExitStatus.INTERRUPTED;
      }
      worst = Math.max(worst, with(place, proposed.getValue(), proposal, options));
    }
    return worst;
  }

  private int with(
      Workplace place, Intervention intervention, Proposal proposal, InterventionOptions options)
      throws CannotBegin {
    show(proposal);
    return switch (proposal.remedy()) {
      case Remedy.Advice advice -> {
        terminal.out().println(Words.plainLines(advice.text()));
        yield ExitStatus.DONE;
      }
      case Remedy.Change change -> {
        terminal.out().println(Words.plainLines(change.text()));
        yield options.consented(terminal, place.settings(), terminal.out())
            ? carryOut(place, intervention, proposal, change)
            : ExitStatus.DONE;
      }
    };
  }

  private static UserName user(Proposal proposal) {
    return proposal.facts().user();
  }

  /** Shows the user's keys, and why a run holds the user, if it does. */
  private void show(Proposal proposal) {
    PrintWriter out = terminal.out();
    for (AccessKey key : proposal.facts().keys()) {
      out.println(
          "%s  %-8s  %s  %s old"
              .formatted(
                  key.id(),
                  key.status().word(),
                  key.createdOn(),
                  Words.count(key.ageDays(proposal.today()), "day")));
    }
    switch (proposal.decision()) {
      case Decision.Hold hold ->
          out.println(
              "%s is held (%s): %s%s."
                  .formatted(
                      proposal.facts().user(),
                      hold.reason(),
                      hold.reason().meaning(),
                      hold.detail().isEmpty() ? "" : " (" + Words.plain(hold.detail()) + ")"));
      case Decision.Due due ->
          out.println(
              "%s is not held; the next run would %s (%s): %s."
                  .formatted(
                      proposal.facts().user(),
                      due.verb().word(),
                      due.reason(),
                      due.reason().meaning()));
      case Decision.Nothing nothing ->
          out.println(
              "%s is not held; nothing is due: %s."
                  .formatted(proposal.facts().user(), nothing.reason().meaning()));
      case Decision.Look _ -> {}
    }
  }

  private int carryOut(
      Workplace place, Intervention intervention, Proposal proposal, Remedy.Change change)
      throws CannotBegin {
    Intervened done;
    if (!changed) {
      listening.accept(interrupt);
    }
    try {
      done = intervention.carryOut(proposal, change);
    } catch (CannotBegin e) {
      if (!changed) {
        throw e;
      }
      terminal
          .err()
          .println(
              "keyturn: nothing was changed for %s: %s"
                  .formatted(user(proposal), Words.plain(String.valueOf(e.getMessage()))));
      return ExitStatus.SOME_FAILED;
    } catch (PortFailure failure) {
      changed = true;
      terminal
          .err()
          .println("keyturn: not done, or not completed: " + Words.plain(failure.message()));
      terminal.err().println("  The next run, or this command again, continues from there.");
      return ExitStatus.SOME_FAILED;
    }
    changed = true;
    terminal.out().println("Done.");
    Printed.published(terminal, place.afterRun().of(done));
    return ExitStatus.DONE;
  }
}
