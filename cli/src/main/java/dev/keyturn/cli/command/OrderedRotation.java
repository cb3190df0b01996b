package dev.keyturn.cli.command;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Interrupt;
import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.Words;
import dev.keyturn.event.Row;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Orders.Wish;
import dev.keyturn.policy.Remedy;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Scope;
import dev.keyturn.run.Intervention;
import dev.keyturn.run.Intervention.Proposal;
import dev.keyturn.run.Run;
import dev.keyturn.run.Workplace;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Shows what uses keys, asks, orders their replacement, and runs for their users. */
final class OrderedRotation {
  private final Terminal terminal;
  private final Workplace place;
  private final Wish wish;
  private final OutputOption output;
  private final PrintWriter beside;

  OrderedRotation(Terminal terminal, Workplace place, Wish wish, OutputOption output) {
    this.terminal = terminal;
    this.output = output;
    this.beside = output.beside(terminal);
    this.place = place;
    this.wish = wish;
  }

  /**
   * Returns the exit status.
   *
   * @param listening has Ctrl-C reported once the order is agreed to
   */
  int rotate(Set<UserName> users, InterventionOptions options, Consumer<Interrupt> listening)
      throws CannotBegin {
    // One intervention for each user, because each has an audit trail of its own.
    Map<Proposal, Intervention> proposals = new LinkedHashMap<>();
    for (UserName user : users) {
      Intervention intervention = place.intervention();
      proposals.put(intervention.propose(Intervention.Command.ROTATE, wish, user), intervention);
    }
    List<Proposal> orders = proposals.keySet().stream().filter(this::shown).toList();
    boolean all = proposals.keySet().stream().noneMatch(proposal -> fails(proposal.remedy()));
    if (orders.isEmpty()) {
      return all ? ExitStatus.DONE : ExitStatus.SOME_FAILED;
    }
    if (!options.consented(terminal, place.settings(), beside)) {
      return all ? ExitStatus.DONE : ExitStatus.SOME_FAILED;
    }
    Interrupt interrupt = Interrupt.ofRun(terminal);
    listening.accept(interrupt);
    proposals.keySet().retainAll(orders);
    int status = ordered(proposals, interrupt);
    return all ? status : Math.max(status, ExitStatus.SOME_FAILED);
  }

  private static boolean fails(Remedy remedy) {
    return remedy instanceof Remedy.Advice && !(remedy instanceof Remedy.Already);
  }

  /** What uses the key and what would happen, or why nothing can; whether there can be an order. */
  private boolean shown(Proposal proposal) {
    UserName user = proposal.facts().user();
    return switch (proposal.remedy()) {
      case Remedy.Order order -> {
        proposal
            .facts()
            .key(order.oldKey())
            .ifPresent(
                key ->
                    beside.println(
                        "%s: key %s, %s old, %s."
                            .formatted(
                                user,
                                key.id(),
                                Words.count(key.ageDays(proposal.today()), "day"),
                                proposal
                                    .use()
                                    .map(OrderedRotation::words)
                                    .orElse("its last use is not known"))));
        beside.println(Words.plainLines(order.text()));
        yield true;
      }
      case Remedy.Already already -> {
        beside.println(Words.plainLines(already.text()));
        yield false;
      }
      case Remedy.Advice advice -> {
        terminal.err().println("keyturn: " + Words.plainLines(advice.text()));
        yield false;
      }
      case Remedy.Change other -> throw new IllegalStateException("no order: " + other);
    };
  }

  private static String words(LastUse use) {
    return switch (use) {
      case LastUse.Never _ -> "never used";
      case LastUse.At at ->
          "last used %s by service %s in region %s"
              .formatted(at.time(), Words.plain(at.service()), Words.plain(at.region()));
    };
  }

  private int ordered(Map<Proposal, Intervention> orders, Interrupt interrupt) throws CannotBegin {
    Set<UserName> users = new LinkedHashSet<>();
    int status = ExitStatus.DONE;
    for (Map.Entry<Proposal, Intervention> order : orders.entrySet()) {
      status = ordered(order.getValue(), order.getKey(), users.isEmpty(), interrupt);
      if (status != ExitStatus.DONE) {
        break;
      }
      users.add(order.getKey().facts().user());
    }
    return users.isEmpty() ? status : Math.max(status, run(users, interrupt));
  }

  /** Writes an order; what went before is carried out even if this one cannot be written. */
  private int ordered(
      Intervention intervention, Proposal proposal, boolean first, Interrupt interrupt)
      throws CannotBegin {
    if (!(proposal.remedy() instanceof Remedy.Change change)) {
      throw new IllegalStateException("no order: " + proposal);
    }
    if (interrupt.near()) {
      notOrdered(proposal, interrupt.why());
      return ExitStatus.INTERRUPTED;
    }
    try {
      intervention.carryOut(proposal, change);
      return ExitStatus.DONE;
    } catch (CannotBegin e) {
      if (first) {
        throw e;
      }
      return notOrdered(proposal, String.valueOf(e.getMessage()));
    } catch (PortFailure failure) {
      return notOrdered(proposal, failure.message());
    }
  }

  private int run(Set<UserName> users, Interrupt interrupt) throws CannotBegin {
    Run.Applied applied =
        place.run().planAndApply(RunRequest.of(new Scope.Only(users)).within(interrupt));
    int status = Printed.print(terminal, output.output(), applied.report(), "");
    long replaced = applied.report().rows().stream().filter(OrderedRotation::replaced).count();
    Printed.handOver(beside, applied);
    Printed.followed(terminal, place, applied);
    if (replaced < users.size()) {
      terminal
          .err()
          .println(
              "keyturn: not every key was replaced. The order stands: each run tries again. keyturn"
                  + " mend USER says what holds one; keyturn undo USER withdraws its order.");
      return interrupt.near() ? ExitStatus.INTERRUPTED : ExitStatus.SOME_FAILED;
    }
    return status;
  }

  /** A run that was cut off may have replaced a compromised key before: what is left is done. */
  private static boolean replaced(Row row) {
    return row.outcome() instanceof Row.Outcome.Rotated
        || (row.decision() instanceof Decision.Deactivate
            && row.outcome() instanceof Row.Outcome.Done);
  }

  private int notOrdered(Proposal proposal, String why) {
    terminal
        .err()
        .println(
            "keyturn: the key of %s was not ordered (%s). Run the same command again: it continues with the rest."
                .formatted(proposal.facts().user(), Words.plain(why)));
    return ExitStatus.SOME_FAILED;
  }
}
