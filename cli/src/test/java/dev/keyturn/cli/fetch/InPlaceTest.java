package dev.keyturn.cli.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InPlaceTest {
  @TempDir private Path folder;

  @Test
  void theCopyIsForTheUserAloneAndTheFileKeepsItsMode() throws IOException {
    for (String mode : List.of("rw-------", "rw-r-----", "rw-r--r--")) {
      Path file = written("credentials-" + mode, "before");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      Path backup = InPlace.replace(file, bytes("before"), bytes("after"), "stamp");
      assertThat(file).hasContent("after");
      assertThat(modeOf(file)).isEqualTo(mode);
      assertThat(backup).hasContent("before");
      assertThat(modeOf(backup)).isEqualTo("rw-------");
    }
  }

  @Test
  void noEarlierCopyIsWrittenOver() throws IOException {
    Path file = written("credentials", "one");
    assertThat(InPlace.replace(file, bytes("one"), bytes("two"), "stamp"))
        .hasFileName("credentials.bak-stamp");
    assertThat(InPlace.replace(file, bytes("two"), bytes("three"), "stamp"))
        .hasFileName("credentials.bak-stamp-2")
        .hasContent("two");
    assertThat(folder.resolve("credentials.bak-stamp")).hasContent("one");
    assertThat(names())
        .containsExactlyInAnyOrder(
            "credentials", "credentials.bak-stamp", "credentials.bak-stamp-2");
  }

  @Test
  void aFileThatAnotherProgramHasChangedIsLeftAndNothingLiesBesideIt() throws IOException {
    Path file = written("credentials", "changed");
    assertThatThrownBy(() -> InPlace.replace(file, bytes("before"), bytes("after"), "stamp"))
        .hasMessageContaining("another program has changed it");
    assertThat(file).hasContent("changed");
    assertThat(names()).containsExactly("credentials");
  }

  @Test
  void aFileThatIsGoneIsNotMadeAnew() throws IOException {
    Path file = folder.resolve("credentials");
    assertThatThrownBy(() -> InPlace.replace(file, bytes("before"), bytes("after"), "stamp"))
        .isInstanceOf(IOException.class);
    assertThat(names()).isEmpty();
  }

  private Path written(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static String modeOf(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
