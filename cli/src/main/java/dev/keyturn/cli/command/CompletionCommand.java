package dev.keyturn.cli.command;

import dev.keyturn.cli.ExitStatus;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code keyturn completion}. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description =
        "Prints a script by which bash and zsh complete keyturn's commands and options when you"
            + " press Tab.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  keyturn completion > ~/.keyturn-completion",
      "  echo '. ~/.keyturn-completion' >> ~/.bashrc   or ~/.zshrc, after compinit",
    })
public final class CompletionCommand implements Callable<Integer> {
  private static final Pattern WORDS = Pattern.compile("(?<=_option_args=)\\(.*\\)");

  @Spec private CommandSpec spec;

  /** Used by picocli, which sets {@link #spec}. */
  @SuppressWarnings("NullAway.Init") // picocli injects the field before anything is run
  CompletionCommand() {}

  @Override
  public Integer call() {
    String script = AutoComplete.bash("keyturn", spec.root().commandLine());
    // picocli lists the values of an option as Java constants; everywhere else they are lower case.
    spec.commandLine()
        .getOut()
        .print(
            WORDS
                .matcher(script)
                .replaceAll(
                    words -> Matcher.quoteReplacement(words.group().toLowerCase(Locale.ROOT))));
    return ExitStatus.DONE;
  }
}
