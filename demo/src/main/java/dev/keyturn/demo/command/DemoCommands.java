package dev.keyturn.demo.command;

import dev.keyturn.cli.Machine;
import dev.keyturn.cli.Subcommands;
import dev.keyturn.cli.Terminal;
import java.util.List;

/** The commands that need no AWS account: {@code demo} and {@code sandbox}. */
public final class DemoCommands implements Subcommands {
  @Override
  public List<Object> on(Terminal terminal, Machine machine) {
    return List.of(new DemoCommand(terminal, machine), new SandboxCommand(terminal, machine));
  }
}
