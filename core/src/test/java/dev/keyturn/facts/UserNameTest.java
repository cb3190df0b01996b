package dev.keyturn.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UserNameTest {
  @Test
  void aNameThatBeginsWithADashIsNotTakenForAnOption() {
    assertThat(new UserName("alice").option()).isEqualTo("--user-name alice");
    assertThat(new UserName("-ci").option()).isEqualTo("--user-name=-ci");
    assertThat(new UserName("alice").operand()).isEqualTo("alice");
    assertThat(new UserName("-ci").operand()).isEqualTo("--user=-ci");
  }

  @Test
  void adviceNamesUsersByTheseTwo() throws IOException {
    List<String> lines;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      lines =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .flatMap(UserNameTest::lines)
              .toList();
    }
    assertThat(lines).hasSizeGreaterThan(10_000);
    assertThat(lines).filteredOn(line -> line.contains("aws iam update-access-key")).isNotEmpty();
    assertThat(lines).noneMatch(line -> line.contains("--user-name %s"));
    assertThat(lines).noneMatch(line -> line.contains("--user-name \" +"));
    assertThat(lines).noneMatch(line -> line.contains("--user %s"));
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }
}
