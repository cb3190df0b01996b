package dev.keyturn.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The file of {@code --report}: there is the old one or the new one, never a part of one. */
public record ReportFile(Path path) {

  /** Why it cannot be written, as far as that shows before. */
  public Optional<String> objection() {
    Path folder = folder();
    if (!Files.isDirectory(folder)) {
      return Optional.of("there is no folder %s. Make it first".formatted(folder));
    }
    if (Files.isDirectory(path)) {
      return Optional.of("it is a folder. Name a file in it, such as report.html");
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(
          "it is a link, a device or something else that is no regular file, and would be"
              + " replaced");
    }
    return Files.isWritable(folder)
        ? Optional.empty()
        : Optional.of("nothing may be written into %s".formatted(folder));
  }

  /** Writes it, readable to its owner alone, for it holds names and addresses. */
  public void write(String page) throws IOException {
    Path fresh = Files.createTempFile(folder(), ".report", ".html");
    try {
      Files.writeString(fresh, page, UTF_8);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private Path folder() {
    return Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path.toAbsolutePath());
  }
}
