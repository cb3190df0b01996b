package dev.keyturn.cli;

import dev.keyturn.aws.Aws;
import dev.keyturn.cli.demo.Narration;
import dev.keyturn.cli.demo.Playground;
import dev.keyturn.mail.Mailroom;
import dev.keyturn.mail.UnusableTemplates;
import dev.keyturn.run.CannotBegin;
import dev.keyturn.run.Letters;
import dev.keyturn.run.Run;
import dev.keyturn.run.World;
import dev.keyturn.settings.Settings;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keyturn demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the whole life of keys in a minute, with no AWS account.",
      "",
      "Starts a sandbox with a company in it, lets days pass with a run each, and tells what"
          + " happens. It is the same run that apply uses, over HTTP; only the owners are played.",
    },
    footerHeading = "%nExamples:%n",
    footer = {"  keyturn demo", "  keyturn demo --users 200 --days 30"})
final class DemoCommand implements Callable<Integer> {
  /** By so much the waits of a run are shorter: nobody watches one that waits as for a real AWS. */
  private static final int HASTE = 200;

  /** So many days of one user take minutes, and fit into the heap that the launcher gives. */
  private static final int MOST_USER_DAYS = 100_000;

  private final Terminal terminal;
  private final Machine machine;

  @Mixin private CompanySize company = new CompanySize();

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "How many days pass, 1 to 1000 (default: 100), and fewer with thousands of users.")
  private int days;

  DemoCommand(Terminal terminal, Machine machine) {
    this.terminal = terminal;
    this.machine = machine;
  }

  @Override
  public Integer call() {
    Optional<String> problem = problem();
    if (problem.isPresent()) {
      terminal.err().println("keyturn: " + problem.get() + ".");
      return ExitStatus.BAD_INPUT;
    }
    try (Machine.Lent lent = machine.lend();
        Playground playground = Playground.open(0, company.users(), machine.clock());
        Aws aws = Aws.connect(playground.settings(), hasty(lent.world()), playground.standIn())) {
      Settings settings = playground.settings();
      Mailroom mailroom = new Letters(settings).mailroom(aws.ports().account());
      return tell(
          playground,
          () -> new Run(settings, aws.ports(), mailroom, hasty(lent.world()), _ -> {}));
    } catch (CannotBegin | IOException | UnusableTemplates e) {
      terminal.err().println("keyturn: the demo could not begin: " + e.getMessage());
      return ExitStatus.CANNOT_BEGIN;
    }
  }

  private int tell(Playground playground, Supplier<Run> runs) throws CannotBegin {
    StatusLine lines = new StatusLine(terminal.out(), terminal.watched() && terminal.colours());
    return new Narration(lines::say, lines::show, terminal.colours()).tell(playground, runs, days)
            > 0
        ? ExitStatus.SOME_FAILED
        : ExitStatus.DONE;
  }

  private static World hasty(World world) {
    return new World(
        world.clock(),
        time -> world.waits().pause(time.dividedBy(HASTE)),
        world.random(),
        world.executor());
  }

  private Optional<String> problem() {
    if (!company.possible() || days < 1 || days > 1000) {
      return Optional.of("--users goes from 1 to 5000, --days from 1 to 1000");
    }
    if (company.users() * days > MOST_USER_DAYS) {
      return Optional.of(
          "%d users over %d days would take hours; --users times --days goes to %d, such as --users %d --days %d"
              .formatted(
                  company.users(),
                  days,
                  MOST_USER_DAYS,
                  company.users(),
                  MOST_USER_DAYS / company.users()));
    }
    return Optional.empty();
  }
}
