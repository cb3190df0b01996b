package dev.keyturn.cli;

import dev.keyturn.aws.Aws;
import dev.keyturn.cli.demo.Narration;
import dev.keyturn.cli.demo.Playground;
import dev.keyturn.mail.Mailroom;
import dev.keyturn.mail.UnusableTemplates;
import dev.keyturn.run.CannotBegin;
import dev.keyturn.run.Letters;
import dev.keyturn.run.Run;
import dev.keyturn.settings.Settings;
import java.io.IOException;
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
  private final Terminal terminal;
  private final Machine machine;

  @Mixin private CompanySize company = new CompanySize();

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many days pass, 1 to 1000 (default: 100).")
  private int days;

  DemoCommand(Terminal terminal, Machine machine) {
    this.terminal = terminal;
    this.machine = machine;
  }

  @Override
  public Integer call() {
    if (!company.possible() || days < 1 || days > 1000) {
      terminal.err().println("keyturn: --users goes from 1 to 5000, --days from 1 to 1000.");
      return ExitStatus.BAD_INPUT;
    }
    try (Machine.Lent lent = machine.lend();
        Playground playground = Playground.open(0, company.users(), machine.clock());
        Aws aws = Aws.connect(playground.settings(), lent.world(), playground.standIn())) {
      Settings settings = playground.settings();
      Mailroom mailroom = new Letters(settings).mailroom(aws.ports().account());
      Supplier<Run> runs = () -> new Run(settings, aws.ports(), mailroom, lent.world(), _ -> {});
      StatusLine lines = new StatusLine(terminal.out(), terminal.watched() && terminal.colours());
      return new Narration(lines::say, lines::show, terminal.colours()).tell(playground, runs, days)
              > 0
          ? ExitStatus.SOME_FAILED
          : ExitStatus.DONE;
    } catch (CannotBegin | IOException | UnusableTemplates e) {
      terminal.err().println("keyturn: the demo could not begin: " + e.getMessage());
      return ExitStatus.CANNOT_BEGIN;
    }
  }
}
