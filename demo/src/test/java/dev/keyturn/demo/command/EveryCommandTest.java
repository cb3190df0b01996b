package dev.keyturn.demo.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.ExitStatus;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the whole command line says of itself, with the commands of every module. */
class EveryCommandTest {
  private final CommandFixture fixture = new CommandFixture();

  private static Stream<String> commands() {
    return new CommandFixture().whole().getSubcommands().keySet().stream();
  }

  @Test
  void theCommandsOfEveryModuleAreThere() {
    assertThat(commands())
        .containsExactly(
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
            "man",
            "help");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelp(String command) {
    assertThat(fixture.keyturn("help", command)).isEqualTo(ExitStatus.DONE);
    assertThat(fixture.out()).contains("Usage: keyturn " + command);
  }

  /** And an example is a command that can be typed. */
  @ParameterizedTest
  @MethodSource("commands")
  void theHelpOfEveryCommandHasAnExample(String command) {
    CommandLine asked = Objects.requireNonNull(fixture.whole().getSubcommands().get(command));
    List<String> examples =
        asked
            .getUsageMessage()
            .lines()
            .filter(line -> line.startsWith("  keyturn " + command))
            .map(line -> line.strip().split(" {2,}| > ", 2)[0])
            .toList();
    assertThat(examples)
        .isNotEmpty()
        .allSatisfy(
            example ->
                assertThat(
                        fixture
                            .whole()
                            .parseArgs(
                                example.substring("keyturn ".length()).replace("'", "").split(" "))
                            .subcommand())
                    .isNotNull());
  }

  /** A longer line is broken, and its rest begins in the first column. */
  @ParameterizedTest
  @MethodSource("commands")
  void anExampleFitsIntoEightyColumns(String command) {
    CommandLine asked = Objects.requireNonNull(fixture.whole().getSubcommands().get(command));
    assertThat(asked.getCommandSpec().usageMessage().footer())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandReadAloneSaysWhatItSaysAmongTheOthers(String command) {
    CommandFixture among = new CommandFixture();
    assertThat(among.keyturn("help", command)).isEqualTo(ExitStatus.DONE);
    assertThat(fixture.keyturn(command, "--help")).isEqualTo(ExitStatus.DONE);
    assertThat(fixture.out()).isEqualTo(among.out());
  }

  @Test
  void helpFitsIntoEightyColumns() {
    fixture.keyturn("--help");
    assertThat(fixture.out().lines()).isNotEmpty().allMatch(line -> line.length() <= 80);
  }
}
