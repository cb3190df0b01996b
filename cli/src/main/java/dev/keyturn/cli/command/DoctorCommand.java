package dev.keyturn.cli.command;

import dev.keyturn.aws.Aws;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Machine;
import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.Words;
import dev.keyturn.cli.org.OrganizationDoctor;
import dev.keyturn.cli.org.OrganizationHub;
import dev.keyturn.cli.output.DoctorJson;
import dev.keyturn.cli.output.DoctorText;
import dev.keyturn.cli.output.OrganizationDoctorText;
import dev.keyturn.doctor.Diagnosis;
import dev.keyturn.doctor.Doctor;
import dev.keyturn.doctor.OrganizationDiagnosis;
import dev.keyturn.doctor.Severity;
import dev.keyturn.doctor.aws.AwsProbes;
import dev.keyturn.org.Enrolment;
import dev.keyturn.org.Hub;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.settings.Organization;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      "  keyturn doctor                    a table, with commands that fix findings",
      "  keyturn doctor --all              with the points that are ok",
      "  keyturn doctor --output json      for a program",
      "  keyturn doctor --org              the hub and each account of its organization",
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

  @Option(
      names = "--org",
      description =
          "Also check each account of the organization (ORG_ID): the session, the role's"
              + " permissions, the owners' group.")
  private boolean org;

  @Mixin private AwsOptions options = new AwsOptions();

  public DoctorCommand(Terminal terminal, Machine machine) {
    this.terminal = terminal;
    this.machine = machine;
  }

  @Override
  public Integer call() {
    Doctor doctor = new Doctor(terminal.environment());
    Organization organization = doctor.settings().options().organization();
    if (org && organization instanceof Organization.None) {
      terminal
          .err()
          .println("keyturn: --org needs ORG_ID, which is not set or invalid. Nothing was read.");
      return ExitStatus.BAD_INPUT;
    }
    Found found;
    try {
      found = found(doctor, organization);
    } catch (Enrolment.UnknownUnit e) {
      terminal.err().println("keyturn: " + Words.plain(String.valueOf(e.getMessage())));
      return ExitStatus.BAD_INPUT;
    }
    terminal.out().print(text(found));
    return found.bad() ? ExitStatus.SOME_FAILED : ExitStatus.DONE;
  }

  /**
   * All findings.
   *
   * @param accounts of the organization, if it was asked for and they could be listed
   * @param listed whether they could be listed, if it was asked for
   */
  private record Found(Diagnosis hub, Optional<OrganizationDiagnosis> accounts, boolean listed) {
    boolean bad() {
      return !listed
          || hub.count(Severity.ERROR) > 0
          || accounts.filter(all -> all.count(Severity.ERROR) > 0).isPresent();
    }
  }

  private String text(Found found) {
    return switch (form) {
      case TABLE ->
          new DoctorText(found.hub(), all, terminal.colours()).text()
              + found
                  .accounts()
                  .map(
                      accounts ->
                          "\n"
                              + new OrganizationDoctorText(accounts, all, terminal.colours())
                                  .text())
                  .orElse("");
      case JSON ->
          found
                  .accounts()
                  .map(accounts -> DoctorJson.of(found.hub(), accounts))
                  .orElseGet(() -> DoctorJson.of(found.hub()))
              + "\n";
    };
  }

  private Found found(Doctor doctor, Organization organization) {
    List<Aws> opened = new ArrayList<>();
    try (Machine.Lent lent = machine.lend()) {
      Diagnosis hub =
          doctor.examine(
              () -> {
                Aws aws = Aws.connect(doctor.settings(), lent.runtime(), options.selection());
                opened.add(aws);
                return AwsProbes.of(aws, doctor.settings(), lent.runtime());
              });
      if (!(org && organization instanceof Organization.Of of)) {
        return new Found(hub, Optional.empty(), true);
      }
      Optional<OrganizationDiagnosis> accounts =
          opened.stream()
              .findFirst()
              .flatMap(
                  aws ->
                      accounts(
                          new OrganizationHub(
                              doctor.settings(), of, aws, lent.runtime(), new Hub(aws.ports()))));
      return new Found(
          accounts.map(found -> found.with(hub)).orElse(hub), accounts, accounts.isPresent());
    } finally {
      opened.forEach(Aws::close);
    }
  }

  private Optional<OrganizationDiagnosis> accounts(OrganizationHub hub) {
    try {
      return Optional.of(
          new OrganizationDoctor(hub, terminal.environment())
              .examine(new ManyAccounts.Shown(terminal)));
    } catch (CannotBegin e) {
      terminal
          .err()
          .println(
              "keyturn: the accounts could not be checked: "
                  + Words.plainLines(String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }
}
