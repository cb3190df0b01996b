package dev.keyturn.cli.command;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Machine;
import dev.keyturn.cli.Terminal;
import dev.keyturn.run.Intervention;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keyturn mend}. */
@Command(
    name = "mend",
    mixinStandardHelpOptions = true,
    description =
        "Shows why a user is held and what ends the hold; with consent, does it: clears or rewrites"
            + " the record, or replaces a key that was not fetched and hands the new one over.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  keyturn mend alice         shows what it would do, and asks on a terminal",
      "  keyturn mend alice --yes   asks nothing",
      "",
      "docs/reasons.md lists all reasons for a hold.",
    })
public final class MendCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Machine machine;

  @Mixin private InterventionOptions options = new InterventionOptions();

  public MendCommand(Terminal terminal, Machine machine) {
    this.terminal = terminal;
    this.machine = machine;
  }

  @Override
  public Integer call() {
    if (options.refuses(terminal, "mend")) {
      return ExitStatus.BAD_INPUT;
    }
    return new Session(terminal, machine, options.aws(), options.account())
        .open(
            place ->
                new Intervene(terminal, machine::report)
                    .with(place, Intervention.Command.MEND, options));
  }
}
