package dev.keyturn.cli.command;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Interrupt;
import dev.keyturn.cli.Machine;
import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.org.MachineRun;
import dev.keyturn.cli.org.OrganizationHub;
import dev.keyturn.cli.output.OrganizationTable;
import dev.keyturn.cli.output.ReportFile;
import dev.keyturn.cli.output.ReportFile.Form;
import dev.keyturn.mail.template.UnusableTemplates;
import dev.keyturn.org.Executions;
import dev.keyturn.port.CannotBegin;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code keyturn apply --org}: its options and what it does. */
final class OrganizationApply {
  @Option(
      names = "--org",
      description =
          "All accounts of the organization (ORG_ID): start the deployed state machine, follow it"
              + " to its end, and print its report.")
  private boolean org;

  @Option(
      names = "--machine",
      paramLabel = "NAME",
      converter = MachineConverter.class,
      description =
          "With --org: the name or ARN of the state machine (default: LAMBDA_FUNCTION_NAME).")
  private @Nullable String name;

  @Option(
      names = "--follow",
      paramLabel = "EXECUTION",
      converter = ExecutionConverter.class,
      description = "With --org: start nothing, and follow the execution of this name.")
  private @Nullable String followed;

  boolean requested() {
    return org;
  }

  /** The error in a combination of options. */
  Optional<String> slip(RunOptions options) {
    if (!org) {
      return name == null && followed == null
          ? Optional.empty()
          : Optional.of("--machine and --follow need --org.");
    }
    if (options.account().isPresent()) {
      return Optional.of("--account means one account, --org all; give one of them.");
    }
    if (!options.everyone()) {
      return Optional.of("--org means all users of all accounts; to name users, use --account.");
    }
    return options.report().flatMap(ReportFile::form).equals(Optional.of(Form.JSON))
        ? Optional.of(ManyAccounts.NO_FINDINGS)
        : Optional.empty();
  }

  /** Does it, or follows what does it; returns the exit status. */
  int apply(Terminal terminal, Machine machine, RunOptions options, boolean yes) {
    boolean starts = followed == null;
    if (starts && terminal.refusesToAct(yes)) {
      return ExitStatus.BAD_INPUT;
    }
    return new Session(terminal, machine, options.aws(), Optional.empty())
        .openHub(
            hub -> {
              ManyAccounts printed = new ManyAccounts(terminal, options);
              if (starts && hub.settings().options().dryRun()) {
                int status = printed.plan(hub.plan(), Set.of(), hub.runtime());
                terminal.err().println("Nothing was started because DRY_RUN is true.");
                return status;
              }
              hub.hub().begin();
              Executions executions =
                  hub.aws().executions(name == null ? hub.settings().name() : name);
              if (starts && !yes && !consented(terminal, printed, hub, executions)) {
                terminal.err().println("Nothing was started.");
                return ExitStatus.DONE;
              }
              Interrupt interrupt = Interrupt.ofFollowing(terminal);
              machine.report(interrupt);
              MachineRun run = new MachineRun(terminal, hub, executions, interrupt);
              return run.follow(
                  followed == null ? run.start() : new MachineRun.Followed(followed, false),
                  "keyturn apply --org" + (name == null ? "" : " --machine " + name),
                  printed::print);
            });
  }

  /** Shows the plan on standard error, and asks. */
  private static boolean consented(
      Terminal terminal, ManyAccounts printed, OrganizationHub hub, Executions executions)
      throws CannotBegin, UnusableTemplates {
    terminal
        .err()
        .print(
            new OrganizationTable(printed.planned(hub.plan(), Set.of(), hub.runtime()), false)
                .text());
    return terminal.consents("Start %s to do this?".formatted(executions.machine()));
  }

  /** Refuses what cannot be the name or the ARN of a state machine. */
  static final class MachineConverter implements ITypeConverter<String> {
    private static final Pattern NAME =
        Pattern.compile("(arn:[\\w-]+:states:[\\w-]+:\\d{12}:stateMachine:)?[\\w-]{1,80}");

    @Override
    public String convert(String value) {
      if (!NAME.matcher(value).matches()) {
        throw new TypeConversionException(
            "not the name or the ARN of a state machine: '" + value + "'");
      }
      return value;
    }
  }

  /** Refuses what the function refuses as the name of an execution. */
  static final class ExecutionConverter implements ITypeConverter<String> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,79}");

    @Override
    public String convert(String value) {
      if (!NAME.matcher(value).matches()) {
        throw new TypeConversionException("not the name of an execution: '" + value + "'");
      }
      return value;
    }
  }
}
