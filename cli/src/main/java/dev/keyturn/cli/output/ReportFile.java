package dev.keyturn.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The file of {@code --report}. It is replaced atomically, never partly written. */
public record ReportFile(Path path) {
  /** The content that the file's extension selects. */
  public enum Form {
    /** A page for people. */
    HTML,
    /** All active keys, a line for each. */
    CSV,
    /** Findings for AWS Security Hub. */
    JSON
  }

  /** The form, if the extension is known. */
  public Optional<Form> form() {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return Stream.of(Form.values())
        .filter(form -> name.endsWith("." + form.name().toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** Why the file cannot be written, as far as known before writing. */
  public Optional<String> objection() {
    Path folder = folder();
    if (!Files.isDirectory(folder)) {
      return Optional.of("there is no folder %s. Create it first".formatted(folder));
    }
    if (Files.isDirectory(path)) {
      return Optional.of("it is a folder. Name a file in it, such as report.html");
    }
    if (form().isEmpty()) {
      return Optional.of(
          "its name must end in .html (a page for people), .csv (a line for each key) or .json"
              + " (findings for AWS Security Hub)");
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(
          "it is a link, a device or something else that is not a regular file, and would be"
              + " replaced");
    }
    return Files.isWritable(folder)
        ? Optional.empty()
        : Optional.of("nothing may be written into %s".formatted(folder));
  }

  /** The present content; empty if there is no file or it is not text. */
  public String before() {
    try {
      return Files.exists(path) ? Files.readString(path, UTF_8) : "";
    } catch (IOException _) {
      return "";
    }
  }

  /** Writes the file, readable only for its owner, because it has names and addresses. */
  public void write(String page) throws IOException {
    Path fresh = Files.createTempFile(folder(), ".report", ".part");
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
