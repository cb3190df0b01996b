package dev.keyturn.cli.command;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.output.ManPage;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code keyturn man}. */
@Command(
    name = "man",
    mixinStandardHelpOptions = true,
    description = "Prints the manual page of keyturn and all its commands, for man.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  keyturn man > keyturn.1        then read it with:  man ./keyturn.1",
      "  keyturn man > /usr/local/share/man/man1/keyturn.1",
    })
public final class ManCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Used by picocli, which sets {@link #spec}. */
  @SuppressWarnings("NullAway.Init") // picocli injects the field before anything is run
  ManCommand() {}

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(new ManPage(spec.root()).text());
    return ExitStatus.DONE;
  }
}
