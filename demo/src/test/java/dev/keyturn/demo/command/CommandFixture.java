package dev.keyturn.demo.command;

import dev.keyturn.cli.Keyturn;
import dev.keyturn.cli.Machine;
import dev.keyturn.cli.Terminal;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/** The whole command line as it is shipped, on a terminal without a person. */
final class CommandFixture {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Terminal terminal =
      new Terminal(
          Map.of(),
          new PrintWriter(out),
          new PrintWriter(err),
          new BufferedReader(new StringReader("")),
          false,
          false,
          false);

  int keyturn(String... args) {
    return keyturn(new Machine.Real(), args);
  }

  int keyturn(Machine machine, String... args) {
    int status = Keyturn.run(terminal, machine, args);
    terminal.flush();
    return status;
  }

  /** The whole command line, to look at. */
  CommandLine whole() {
    return Keyturn.whole(terminal, new Machine.Real()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}
