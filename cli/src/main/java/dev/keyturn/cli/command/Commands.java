package dev.keyturn.cli.command;

import dev.keyturn.cli.Machine;
import dev.keyturn.cli.Subcommands;
import dev.keyturn.cli.Terminal;
import java.util.List;

/** The commands that work on an AWS account, and those about {@code keyturn} itself. */
public final class Commands implements Subcommands {
  @Override
  public List<Object> on(Terminal terminal, Machine machine) {
    return List.of(
        new PlanCommand(terminal, machine),
        new ApplyCommand(terminal, machine),
        new RotateCommand(terminal, machine),
        new UndoCommand(terminal, machine),
        new MendCommand(terminal, machine),
        new HistoryCommand(terminal, machine),
        new DoctorCommand(terminal, machine),
        new TagOwnersCommand(terminal, machine),
        new FetchCommand(terminal, machine),
        new MailsCommand(terminal),
        new CompletionCommand(),
        new ManCommand());
  }
}
