package dev.keyturn.proof.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The artefact that {@code mvn package} builds from {@code lambda/}. */
final class Artefact {
  private Artefact() {}

  static Path root() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
        .filter(folder -> Files.exists(folder.resolve("ARCHITECTURE.md")))
        .findFirst()
        .orElseThrow();
  }

  /** The content of {@code jvm.options}, without comments. */
  static List<String> jvmOptions() throws IOException {
    return Files.readAllLines(root().resolve("jvm.options")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  /**
   * The options of a deployed function: those of {@code jvm.options}, with three eighths of the
   * memory as heap.
   *
   * @param megabytes the memory, as a deployment names it
   */
  static String functionOptions(String megabytes) throws IOException {
    String options = String.join(" ", jvmOptions());
    if (!options.contains(" -Xmx48m ")) {
      throw new IllegalStateException(
          "jvm.options has another heap than 3/8 of 128 MB: " + options);
    }
    return options.replace(
        "-Xmx48m",
        "-XX:MaxRAM=%sm -XX:MinRAMPercentage=37.5 -XX:MaxRAMPercentage=37.5".formatted(megabytes));
  }

  static Path zip() {
    Path zip = root().resolve("lambda/target/keyturn-lambda.zip");
    if (!Files.exists(zip)) {
      throw new IllegalStateException(zip + " is not there: run mvn verify, or mvn package first");
    }
    return zip;
  }

  /** Unpacked as in Lambda's {@code /var/task}. */
  static void unpack(Path folder) throws IOException {
    try (InputStream file = Files.newInputStream(zip());
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(Objects.requireNonNull(target.getParent()));
          Files.copy(zip, target);
        }
      }
    }
  }
}
