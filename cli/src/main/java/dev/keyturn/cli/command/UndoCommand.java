package dev.keyturn.cli.command;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Machine;
import dev.keyturn.cli.Terminal;
import dev.keyturn.run.Intervention;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keyturn undo}. */
@Command(
    name = "undo",
    mixinStandardHelpOptions = true,
    description =
        "Activates an old key again that was deactivated but not deleted, restarts its grace"
            + " period, and notifies the owner. Or withdraws an order of keyturn rotate that has"
            + " not begun.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  keyturn undo alice         shows what it would do, and asks on a terminal",
      "  keyturn undo alice --yes   asks nothing",
      "",
      "A deleted key cannot be restored.",
    })
public final class UndoCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Machine machine;

  @Mixin private InterventionOptions options = new InterventionOptions();

  public UndoCommand(Terminal terminal, Machine machine) {
    this.terminal = terminal;
    this.machine = machine;
  }

  @Override
  public Integer call() {
    if (options.refuses(terminal, "undo")) {
      return ExitStatus.BAD_INPUT;
    }
    return new Session(terminal, machine, options.aws(), options.account())
        .open(
            place ->
                new Intervene(terminal, machine::report)
                    .with(place, Intervention.Command.UNDO, options));
  }
}
