package dev.keyturn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The folders of the bucket are named in one class; comments may name them, too. */
class BucketPathsInOnePlaceTest {
  private static final Pattern FOLDER =
      Pattern.compile("\\b(credential|state|audit|reports)/|\"org/");

  private static final Pattern COMMENT = Pattern.compile("\\s*(\\*|/\\*|//).*");

  @Test
  void noOtherMainClassNamesAFolderOfTheBucket() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : mainSources()) {
      for (String line : Files.readAllLines(file)) {
        if (FOLDER.matcher(line).find() && !COMMENT.matcher(line).matches()) {
          found.add(file.getFileName() + ": " + line.strip());
        }
      }
    }
    assertThat(found).isNotEmpty().allMatch(line -> line.startsWith("BucketPaths.java: "));
  }

  private static List<Path> mainSources() throws IOException {
    Path root =
        Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
            .filter(folder -> Files.exists(folder.resolve("ARCHITECTURE.md")))
            .findFirst()
            .orElseThrow();
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(root)) {
      for (Path main : modules.map(module -> module.resolve("src/main/java")).toList()) {
        if (Files.isDirectory(main)) {
          try (Stream<Path> files = Files.walk(main)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }
}
