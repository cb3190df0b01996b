package dev.keyturn.demo.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.ExitStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command says of itself to shells and to man. */
class ShellAndManTest {
  private final CommandFixture fixture = new CommandFixture();

  @ParameterizedTest
  @CsvSource({
    "keyturn pl, plan",
    "keyturn apply --y, --yes",
    "keyturn doctor --a, --all",
    "keyturn plan --output j, json"
  })
  void bashCompletesWhatWasBegun(String typed, String completed, @TempDir Path folder)
      throws IOException, InterruptedException {
    assertThat(fixture.keyturn("completion")).isEqualTo(ExitStatus.DONE);
    Path script = Files.writeString(folder.resolve("completion"), fixture.out());
    String asked =
        ". '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_keyturn; echo \"${COMPREPLY[@]}\""
            .formatted(script, typed, typed.split(" ").length - 1);
    Process bash = new ProcessBuilder("bash", "--norc", "-c", asked).start();
    bash.getOutputStream().close();
    assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
        .isEqualTo(completed);
    assertThat(bash.waitFor()).isZero();
  }

  /** To make it again: {@code ./keyturn man > docs/man/keyturn.1}. */
  @Test
  void theManualPageOfTheRepositoryIsWhatTheCommandPrints() throws IOException {
    assertThat(fixture.keyturn("man")).isEqualTo(ExitStatus.DONE);
    assertThat(fixture.out()).isEqualTo(Files.readString(Path.of("../docs/man/keyturn.1")));
  }

  @Test
  void theManualPageNamesEveryCommandAndOption() {
    fixture.keyturn("man");
    assertThat(fixture.out()).doesNotContain("%n");
    fixture
        .whole()
        .getSubcommands()
        .forEach(
            (name, command) -> {
              assertThat(fixture.out()).contains(".SS keyturn " + name.replace("-", "\\-") + "\n");
              command
                  .getCommandSpec()
                  .options()
                  .forEach(
                      option ->
                          assertThat(fixture.out())
                              .contains(option.longestName().replace("-", "\\-")));
            });
  }
}
