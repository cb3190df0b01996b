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

/** The file of {@code --report}: there is the old one or the new one, never a part of one. */
public record ReportFile(Path path) {
  /** What the extension of its name says that it is to hold. */
  public enum Form {
    /** A page for people. */
    HTML,
    /** All active keys, a line each. */
    CSV,
    /** Findings for AWS Security Hub. */
    JSON
  }

  /** The form, if the name says one. */
  public Optional<Form> form() {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return Stream.of(Form.values())
        .filter(form -> name.endsWith("." + form.name().toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** Why it cannot be written, as far as that shows before. */
  public Optional<String> objection() {
    Path folder = folder();
    if (!Files.isDirectory(folder)) {
      return Optional.of("there is no folder %s. Make it first".formatted(folder));
    }
    if (Files.isDirectory(path)) {
      return Optional.of("it is a folder. Name a file in it, such as report.html");
    }
    if (form().isEmpty()) {
      return Optional.of(
          "its name has to end in .html (a page for people), .csv (a line for each key) or .json"
              + " (findings for AWS Security Hub)");
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

  /** What is there now; nothing where there is none, or it cannot be read as text. */
  public String before() {
    try {
      return Files.exists(path) ? Files.readString(path, UTF_8) : "";
    } catch (IOException _) {
      return "";
    }
  }

  /** Writes it, readable to its owner alone, for it holds names and addresses. */
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
