package dev.keyturn.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;

/** A terminal without a person: what is printed can be read back. */
public final class CommandFixture {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Terminal terminal;

  public CommandFixture(Map<String, String> environment) {
    this.terminal =
        new Terminal(
            environment,
            new PrintWriter(out),
            new PrintWriter(err),
            new BufferedReader(new StringReader("")),
            false,
            false,
            false);
  }

  int keyturn(String... args) {
    return keyturn(new Machine.Real(), args);
  }

  int keyturn(Machine machine, String... args) {
    int status = Keyturn.run(terminal, machine, args);
    terminal.flush();
    return status;
  }

  /** The terminal, for a part of a command. */
  public Terminal terminal() {
    return terminal;
  }

  public String out() {
    return out.toString();
  }

  public String err() {
    return err.toString();
  }
}
