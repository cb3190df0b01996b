package dev.keyturn.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.cli.command.UserSelection.FileConverter;
import dev.keyturn.cli.command.UserSelection.Name;
import dev.keyturn.facts.UserName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.TypeConversionException;

class UserSelectionTest {
  @TempDir private Path folder;

  private static boolean fits(String pattern, String user) {
    return new Name(pattern).fits(new UserName(user));
  }

  @Test
  void starsAndQuestionMarksStandForLettersAndNothingElseDoes() {
    assertThat(fits("ci-*", "ci-build")).isTrue();
    assertThat(fits("ci-*", "ci-")).isTrue();
    assertThat(fits("ci-?", "ci-1")).isTrue();
    assertThat(fits("ci-?", "ci-12")).isFalse();
    assertThat(fits("*", "alice")).isTrue();
    assertThat(fits("a.c", "abc")).isFalse();
    assertThat(fits("a+b@c", "a+b@c")).isTrue();
    assertThat(fits("Alice", "alice")).isFalse();
  }

  @Test
  void aFileHasANameALine() throws IOException {
    Path file = Files.writeString(folder.resolve("users"), "# robots\n\n ci-* \r\nalice");
    assertThat(new FileConverter().convert(file.toString()).names())
        .containsExactly(new Name("ci-*"), new Name("alice"));
  }

  @Test
  void aFileThatIsNoneNamesItsLine() throws IOException {
    String bad = Files.writeString(folder.resolve("bad"), "alice\nno such/user\n").toString();
    String empty = Files.writeString(folder.resolve("empty"), "# none\n").toString();
    assertThatThrownBy(() -> new FileConverter().convert(bad))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage(
            "line 2 of %s: not an IAM user name: 'no such/user' (letters, digits and _+=,.@-; * and ? stand for any)"
                .formatted(bad));
    assertThatThrownBy(() -> new FileConverter().convert(empty)).hasMessageContaining("no user");
    assertThatThrownBy(() -> new FileConverter().convert(folder + "/missing"))
        .hasMessageContaining("cannot be read");
  }
}
