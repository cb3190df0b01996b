package dev.keyturn.cli.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnersFilesTest {
  private static final Path HOME = Path.of("home", "of-java");

  @Test
  void theFilesAreInTheHomeOfTheEnvironmentElseOfTheSystem() {
    assertThat(files(Map.of(), false).credentials()).isEqualTo(HOME.resolve(".aws/credentials"));
    assertThat(files(Map.of(), false).config()).isEqualTo(HOME.resolve(".aws/config"));
    assertThat(files(Map.of("HOME", "a", "USERPROFILE", "b"), false).credentials())
        .isEqualTo(Path.of("a/.aws/credentials"));
    assertThat(files(Map.of("HOME", "", "USERPROFILE", "b"), false).config())
        .isEqualTo(Path.of("b/.aws/config"));
  }

  @Test
  void onWindowsTheProfileGoesBeforeTheHomeThatAShellMayHaveSet() {
    assertThat(files(Map.of("HOME", "a", "USERPROFILE", "b"), true).credentials())
        .isEqualTo(Path.of("b/.aws/credentials"));
    assertThat(files(Map.of("HOME", "a"), true).config()).isEqualTo(Path.of("a/.aws/config"));
  }

  @Test
  void theVariablesOfTheAwsCliNameOthers() {
    OwnersFiles files =
        files(
            Map.of(
                "HOME", "a",
                "AWS_SHARED_CREDENTIALS_FILE", "~/keys",
                "AWS_CONFIG_FILE", "elsewhere/config"),
            false);
    assertThat(files.credentials()).isEqualTo(Path.of("a/keys"));
    assertThat(files.config()).isEqualTo(Path.of("elsewhere/config"));
  }

  @Test
  void aVariableWithinTheirPathIsReplacedIfItIsSet() {
    OwnersFiles files =
        files(
            Map.of(
                "HOME", "a",
                "AWS_SHARED_CREDENTIALS_FILE", "$HOME/${NAME}$1",
                "AWS_CONFIG_FILE", "${HOME}/$NONE/${NONE}",
                "NAME", "$HOME\\"),
            false);
    assertThat(files.credentials()).isEqualTo(Path.of("a/$HOME\\$1"));
    assertThat(files.config()).isEqualTo(Path.of("a/$NONE/${NONE}"));
  }

  private static OwnersFiles files(Map<String, String> environment, boolean windows) {
    return OwnersFiles.of(environment, HOME, windows);
  }
}
