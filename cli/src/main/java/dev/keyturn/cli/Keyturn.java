package dev.keyturn.cli;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code keyturn}. */
@Command(
    name = "keyturn",
    description = {
      "Rotates the access keys of AWS IAM users.",
      "",
      "Each day it warns the owners of ageing keys by mail, replaces overdue keys, delivers the new"
          + " ones privately through S3, deactivates the old ones after a grace period, and deletes"
          + " them after another.",
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading = "%n",
    footer = {
      "Settings come from the environment: LAMBDA_FUNCTION_NAME, SES_EMAIL,",
      "SES_REGION, IAM_EMAIL_TAG_KEY, S3_CSV_BUCKET, LAST_CHECK_DATE_TAG_KEY,",
      "LAST_CHECK_OLD_KEY_TAG_KEY, WARNING_DAYS, OVERDUE_DAYS, DEACTIVATE_DAYS and",
      "DELETION_DAYS; docs/settings.md explains them. AWS's own settings (profile,",
      "region, AWS_ENDPOINT_URL) work as usual.",
      "",
      "Exit status:",
      "  0  done",
      "  1  at least one user failed; the others were done",
      "  2  bad command line or settings; nothing was read or changed",
      "  3  the run could not begin; nothing was changed",
      "",
      "Begin with:  keyturn demo",
    })
public final class Keyturn implements Runnable {
  @Spec private CommandSpec spec;

  /** Used by picocli, which sets {@link #spec}. */
  @SuppressWarnings("NullAway.Init") // picocli injects the field before anything is run
  public Keyturn() {}

  /**
   * Runs the tool with this process's arguments, environment and terminal, and ends the process.
   * {@code System.exit} waits 0.3 s for threads in native code, such as those that wait for the
   * network. A main method that returns does not wait, but its exit status is always 0.
   */
  public static void main(String[] args) {
    Terminal terminal = Terminal.ofProcess(System.getenv());
    int status = run(terminal, new Machine.Real(), args);
    terminal.flush();
    if (status != ExitStatus.DONE) {
      System.exit(status);
    }
  }

  /** Runs the tool and returns its exit status. */
  public static int run(Terminal terminal, Machine machine, String... args) {
    CommandLine line = line(args, commands(terminal, machine));
    line.setOut(terminal.out());
    line.setErr(terminal.err());
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler((mistake, _) -> refused(terminal, mistake));
    line.setExecutionExceptionHandler(
        (exception, _, _) -> {
          for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof Error error) {
              return ended(terminal, error);
            }
          }
          exception.printStackTrace(terminal.err());
          return ExitStatus.OUR_MISTAKE;
        });
    try {
      int status = line.execute(args);
      return terminal.lostOutput() && status == ExitStatus.DONE ? ExitStatus.SOME_FAILED : status;
    } catch (Error error) {
      return ended(terminal, error);
    }
  }

  /** Prints the error last, without the usage, and names the option that shows the usage. */
  private static int refused(Terminal terminal, ParameterException mistake) {
    String command = mistake.getCommandLine().getCommandSpec().qualifiedName();
    terminal.err().println("keyturn: " + Words.plainLines(String.valueOf(mistake.getMessage())));
    terminal.err().println("  Options and examples: " + command + " --help");
    return ExitStatus.BAD_INPUT;
  }

  /**
   * The machine could not complete the run, for example because memory is missing; the next run
   * continues.
   */
  private static int ended(Terminal terminal, Error error) {
    terminal
        .err()
        .println(
            "keyturn: ended by an error of the Java virtual machine: "
                + Words.plain(error.toString()));
    terminal
        .err()
        .println(
            error instanceof OutOfMemoryError
                ? "  Give it more memory (JAVA_TOOL_OPTIONS=-Xmx1g). The next run finishes what was"
                    + " begun."
                : "  Nothing more was done. The next run finishes what was begun.");
    return ExitStatus.CANNOT_BEGIN;
  }

  /** The order of the commands in help and man page; other commands follow. */
  private static final List<String> ORDER =
      List.of(
          "demo",
          "plan",
          "apply",
          "rotate",
          "undo",
          "mend",
          "history",
          "doctor",
          "tag-owners",
          "fetch",
          "mails",
          "sandbox",
          "completion",
          "man");

  /** Commands whose output covers all commands. */
  private static final Set<String> ABOUT_ALL = Set.of("completion", "man");

  /** The commands by name, in their order. */
  private static Map<String, Object> commands(Terminal terminal, Machine machine) {
    Map<String, Object> found = new LinkedHashMap<>();
    ServiceLoader.load(Subcommands.class, Keyturn.class.getClassLoader()).stream()
        .flatMap(commands -> commands.get().on(terminal, machine).stream())
        .sorted(Comparator.comparingInt(command -> place(name(command))))
        .forEach(command -> found.put(name(command), command));
    return found;
  }

  private static int place(String name) {
    int place = ORDER.indexOf(name);
    return place < 0 ? ORDER.size() : place;
  }

  private static String name(Object command) {
    return command.getClass().getAnnotation(Command.class).name();
  }

  /** The whole command line. */
  public static CommandLine whole(Terminal terminal, Machine machine) {
    return whole(commands(terminal, machine));
  }

  private static CommandLine whole(Map<String, Object> commands) {
    CommandLine line = new CommandLine(new Keyturn());
    commands.forEach(line::addSubcommand);
    CommandLine help = new CommandLine(new HelpCommand());
    help.getCommandSpec()
        .usageMessage()
        .footerHeading("%nExample:%n")
        .footer("  keyturn help plan");
    return line.addSubcommand(help);
  }

  /**
   * The whole command line, or only the part that the arguments need: picocli reads the annotations
   * of all given commands, which is the slowest step before the first call.
   */
  private static CommandLine line(String[] args, Map<String, Object> commands) {
    return args.length > 0 && commands.containsKey(args[0]) && !ABOUT_ALL.contains(args[0])
        ? new CommandLine(CommandSpec.create().name("keyturn"))
            .addSubcommand(args[0], commands.get(args[0]))
        : whole(commands);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to do: demo, plan, apply, rotate, undo, mend, history, tag-owners, fetch, doctor,"
            + " mails, sandbox or help.");
  }
}
