package dev.keyturn.cli;

import dev.keyturn.cli.RunOptions.Output;
import dev.keyturn.report.CsvReport;
import dev.keyturn.report.JsonReport;
import dev.keyturn.run.Report;

/** Prints a report in the form that was asked for. */
final class Printed {
  private Printed() {}

  /**
   * Prints it.
   *
   * @param closing what a person is told after the table; may be empty
   * @return the exit status
   */
  static int print(Terminal terminal, Output form, Report report, String closing) {
    switch (form) {
      case TABLE ->
          terminal.out().print(new TableReport(report, closing, terminal.colours()).text());
      case JSON -> terminal.out().println(JsonReport.of(report));
      case CSV -> terminal.out().print(CsvReport.of(report));
    }
    if (terminal.out().checkError()) {
      terminal.err().println("keyturn: the report could not be written to standard output.");
      return ExitStatus.SOME_FAILED;
    }
    return report.failed() > 0 ? ExitStatus.SOME_FAILED : ExitStatus.DONE;
  }
}
