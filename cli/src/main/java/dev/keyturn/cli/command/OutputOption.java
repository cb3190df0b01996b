package dev.keyturn.cli.command;

import dev.keyturn.cli.Terminal;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** In which form a command prints its report. */
final class OutputOption {
  /** The forms of a report. */
  enum Output {
    TABLE,
    JSON,
    CSV
  }

  @Option(
      names = "--output",
      paramLabel = "FORM",
      defaultValue = "table",
      description =
          "table, json or csv (default: table). With json or csv, nothing else is printed on"
              + " standard output.")
  private Output output = Output.TABLE;

  Output output() {
    return output;
  }

  /** Where everything but the report is printed. */
  PrintWriter beside(Terminal terminal) {
    return output == Output.TABLE ? terminal.out() : terminal.err();
  }
}
