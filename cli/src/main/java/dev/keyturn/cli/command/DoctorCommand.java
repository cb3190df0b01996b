package dev.keyturn.cli.command;

import dev.keyturn.aws.Aws;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Machine;
import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.output.DoctorJson;
import dev.keyturn.cli.output.DoctorText;
import dev.keyturn.doctor.Diagnosis;
import dev.keyturn.doctor.Doctor;
import dev.keyturn.doctor.Severity;
import dev.keyturn.doctor.aws.AwsProbes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keyturn doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Checks an installation, and says for each point whether it is ok and how to fix it."
          + " Writes nothing.",
      "",
      "It checks settings, credentials, permissions, sender, bucket, users, owners and schedule."
          + " docs/doctor.md explains each finding. Run it with the settings of the function, and"
          + " AWS_REGION as deployed.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  keyturn doctor                    a table; below each finding, the command that fixes it",
      "  keyturn doctor --all              with the points that are ok",
      "  keyturn doctor --output json      for a program",
      "",
      "Exit status: 0 no errors (perhaps warnings), 1 at least one error, 2 bad command",
      "line. Invalid settings and missing credentials are errors among the findings.",
    })
public final class DoctorCommand implements Callable<Integer> {
  /** The forms of the findings. */
  enum Form {
    TABLE,
    JSON
  }

  private final Terminal terminal;
  private final Machine machine;

  @Option(
      names = "--output",
      paramLabel = "FORM",
      defaultValue = "table",
      description = "table or json (default: table).")
  private Form form = Form.TABLE;

  @Option(names = "--all", description = "Show also the points that are ok, in the table.")
  private boolean all;

  @Mixin private AwsOptions options = new AwsOptions();

  public DoctorCommand(Terminal terminal, Machine machine) {
    this.terminal = terminal;
    this.machine = machine;
  }

  @Override
  public Integer call() {
    Diagnosis diagnosis = diagnosis(new Doctor(terminal.environment()));
    terminal
        .out()
        .print(
            switch (form) {
              case TABLE -> new DoctorText(diagnosis, all, terminal.colours()).text();
              case JSON -> DoctorJson.of(diagnosis) + "\n";
            });
    if (terminal.out().checkError()) {
      terminal.err().println("keyturn: the findings could not be written to standard output.");
      return ExitStatus.SOME_FAILED;
    }
    return diagnosis.count(Severity.ERROR) > 0 ? ExitStatus.SOME_FAILED : ExitStatus.DONE;
  }

  private Diagnosis diagnosis(Doctor doctor) {
    List<Aws> opened = new ArrayList<>();
    try (Machine.Lent lent = machine.lend()) {
      return doctor.examine(
          () -> {
            Aws aws = Aws.connect(doctor.settings(), lent.runtime(), options.selection());
            opened.add(aws);
            return AwsProbes.of(aws, doctor.settings(), lent.runtime());
          });
    } finally {
      opened.forEach(Aws::close);
    }
  }
}
