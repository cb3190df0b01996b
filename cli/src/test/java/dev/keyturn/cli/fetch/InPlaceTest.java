package dev.keyturn.cli.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
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
  void aMissingFileIsNotCreatedAgain() throws IOException {
    Path file = folder.resolve("credentials");
    assertThatThrownBy(() -> InPlace.replace(file, bytes("before"), bytes("after"), "stamp"))
        .isInstanceOf(IOException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void aLinkInTheFilesPlaceIsNotFollowed() throws IOException {
    Path elsewhere = written("elsewhere", "before");
    Path file = Files.createSymbolicLink(folder.resolve("credentials"), elsewhere);
    assertThatThrownBy(() -> InPlace.replace(file, bytes("before"), bytes("after"), "stamp"))
        .isInstanceOf(IOException.class);
    assertThat(elsewhere).hasContent("before");
    assertThat(names()).containsExactlyInAnyOrder("credentials", "elsewhere");
  }

  @Test
  void aLinkInThePlaceOfTheNewFileIsNotFollowed() throws IOException {
    Path file = written("credentials", "before");
    Path elsewhere = written("elsewhere", "of another program");
    Files.createSymbolicLink(folder.resolve("credentials.keyturn-stamp"), elsewhere);
    assertThatThrownBy(() -> InPlace.replace(file, bytes("before"), bytes("after"), "stamp"))
        .isInstanceOf(IOException.class);
    assertThat(elsewhere).hasContent("of another program");
    assertThat(file).hasContent("before");
    assertThat(folder.resolve("credentials.bak-stamp")).doesNotExist();
  }

  @Test
  void aFolderThatIsMovedAwayMeanwhileIsWorkedInStill() throws IOException {
    Path inside = Files.createDirectory(folder.resolve("aws"));
    Files.writeString(inside.resolve("credentials"), "before");
    Path trap = Files.createDirectory(folder.resolve("trap"));
    try (OpenFolder open = OpenFolder.at(inside)) {
      Files.move(inside, folder.resolve("moved"));
      Files.createSymbolicLink(inside, trap);
      open.open(Path.of("fresh"), Set.of(CREATE_NEW, WRITE)).close();
      open.rename(Path.of("fresh"), Path.of("credentials"));
    }
    assertThat(folder.resolve("moved/credentials")).hasContent("");
    assertThat(trap).isEmptyDirectory();
  }

  @Test
  void aRehearsalLeavesNothing() throws IOException {
    Path file = written("credentials", "before");
    InPlace.rehearse(file, "stamp");
    assertThat(names()).containsExactly("credentials");
  }

  @Test
  void aFileOfAnotherUserIsRefusedAlsoToRoot() throws IOException {
    assumeThat(Files.getOwner(folder).getName()).as("only root gives files away").isEqualTo("root");
    Path file = written("credentials", "before");
    Files.setOwner(
        file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("daemon"));
    assertThatThrownBy(() -> InPlace.rehearse(file, "stamp"))
        .hasMessageContaining("it belongs to daemon, and this runs as root; run it as that user");
    assertThatThrownBy(() -> InPlace.replace(file, bytes("before"), bytes("after"), "stamp"))
        .hasMessageContaining("run it as that user");
    assertThat(file).hasContent("before");
    assertThat(names()).containsExactly("credentials");
  }

  @Test
  void theModeTellsWhetherOthersCanReadIt() throws IOException {
    Path file = written("credentials", "before");
    for (String mode : List.of("rw-------", "rwx-wx-wx")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      assertThat(InPlace.isOpenToOthers(file)).as(mode).isFalse();
    }
    for (String mode : List.of("rw-r-----", "rw----r--")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      assertThat(InPlace.isOpenToOthers(file)).as(mode).isTrue();
    }
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
