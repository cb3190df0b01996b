package dev.keyturn.cli.command;

import dev.keyturn.apply.MailFactory;
import dev.keyturn.aws.Aws;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Machine;
import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.Words;
import dev.keyturn.cli.Workplace;
import dev.keyturn.cli.output.Progress;
import dev.keyturn.mail.NoticeWriter;
import dev.keyturn.mail.template.UnusableTemplates;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Ports;
import dev.keyturn.run.DigestSender;
import dev.keyturn.run.ReadOnlyPorts;
import dev.keyturn.settings.Assumed;
import dev.keyturn.settings.Settings;
import dev.keyturn.settings.Settings.Checked;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Opens settings, connection and run for a command; on failure, prints why and returns the exit
 * status.
 */
final class Session {
  private final Terminal terminal;
  private final Machine machine;
  private final AwsOptions options;

  Session(Terminal terminal, Machine machine, AwsOptions options) {
    this.terminal = terminal;
    this.machine = machine;
    this.options = options;
  }

  /** The work of a command on an account. */
  interface Work {
    /** Returns the exit status. */
    int with(Workplace place) throws CannotBegin;
  }

  int open(Work work) {
    return switch (Settings.read(terminal.environment())) {
      case Checked.Unsound unsound -> badSettings(unsound.problems());
      case Checked.Sound sound -> open(sound.settings(), work);
    };
  }

  /** The work of a command that needs an account, but not every setting. */
  interface Filled {
    /** Returns the exit status. */
    int with(Workplace place, Assumed assumed) throws CannotBegin;
  }

  /** Opens an account with default values for missing settings. */
  int filled(Filled work) {
    return switch (Settings.readForPlan(environment())) {
      case Checked.Unsound unsound -> badSettings(unsound.problems());
      case Checked.Sound sound ->
          open(sound.settings(), place -> work.with(place, sound.assumed()));
    };
  }

  /** The work of a read-only plan. */
  interface Look {
    /**
     * Returns the exit status.
     *
     * @param ports the ports of the place, which know what prevents an apply
     */
    int with(Workplace place, ReadOnlyPorts ports) throws CannotBegin;
  }

  /**
   * Opens an account for reading only: missing settings have default values, and a line says so.
   */
  int look(Look look) {
    return filled(
        (place, assumed) -> {
          if (!assumed.sentence().isEmpty()) {
            terminal
                .err()
                .println(
                    "keyturn: " + assumed.sentence() + ". apply requires all: docs/settings.md.");
          }
          ReadOnlyPorts ports =
              new ReadOnlyPorts(place.ports(), assumed, new LedgerCache(terminal.environment()));
          return look.with(place.with(ports.ports()), ports);
        });
  }

  /**
   * The environment with the region of the command line, which a plan uses if SES_REGION is
   * missing.
   */
  private Map<String, String> environment() {
    Map<String, String> all = new HashMap<>(terminal.environment());
    options.selection().region().ifPresent(region -> all.put("AWS_REGION", region));
    return all;
  }

  private int open(Settings settings, Work work) {
    List<String> problems = Aws.problems(options.selection());
    if (!problems.isEmpty()) {
      return badSettings(problems);
    }
    Progress progress = new Progress(terminal);
    MailFactory letters;
    try {
      letters = new MailFactory(settings);
    } catch (UnusableTemplates e) {
      return badSettings(e.problems());
    }
    try (Machine.Lent lent = machine.lend();
        Aws aws = Aws.connect(settings, lent.runtime(), options.selection())) {
      Ports ports = aws.ports();
      NoticeWriter noticeWriter = letters.noticeWriter(ports.account());
      DigestSender digestSender =
          new DigestSender(settings, ports, letters.newsroom(ports.account()));
      return work.with(
          new Workplace(settings, ports, noticeWriter, digestSender, lent.runtime(), progress));
    } catch (CannotBegin e) {
      progress.clear();
      terminal.err().println("keyturn: the run could not begin; nothing was changed.");
      terminal.err().println("  " + Words.plainLines(String.valueOf(e.getMessage())));
      return ExitStatus.CANNOT_BEGIN;
    }
  }

  private int badSettings(List<String> problems) {
    terminal.err().println("keyturn: invalid settings; nothing was read or changed.");
    problems.forEach(problem -> terminal.err().println("  - " + Words.plainLines(problem)));
    terminal.err().println("docs/settings.md explains each setting.");
    return ExitStatus.BAD_INPUT;
  }
}
