package dev.keyturn.mail.template;

import dev.keyturn.mail.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The sources of all templates by file name: the standard ones, and those of a directory. */
final class TemplateFiles {
  static final String TEXT_LAYOUT = "layout.txt";
  static final String HTML_LAYOUT = "layout.html";

  /** Some mail programs cut off mails that are longer than 102 KB. */
  private static final int MOST_BYTES = 64 * 1024;

  private TemplateFiles() {}

  static List<String> names() {
    return Stream.concat(
            Stream.of(TEXT_LAYOUT, HTML_LAYOUT),
            Stream.of(Kind.values()).flatMap(kind -> Stream.of(kind.textFile(), kind.htmlFile())))
        .toList();
  }

  static Map<String, String> standard() {
    Map<String, String> sources = new TreeMap<>();
    for (String name : names()) {
      try (InputStream stream = TemplateFiles.class.getResourceAsStream(name)) {
        if (stream == null) {
          throw new IllegalStateException("not on the class path: " + name);
        }
        sources.put(name, tidied(new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
      } catch (IOException e) {
        throw new UncheckedIOException(name, e);
      }
    }
    return sources;
  }

  /** Reads the templates of a directory and adds invalid files to the problems. */
  static Map<String, String> in(Path directory, List<String> problems) {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path file : entries.sorted().toList()) {
        String name = file.getFileName().toString();
        if (names().contains(name)) {
          read(file, name, sources, problems);
        } else if (!name.startsWith(".") && !name.startsWith("README")) {
          problems.add(
              "%s: no template has this name; rename or remove it. The names are %s"
                  .formatted(file, String.join(", ", names())));
        }
      }
    } catch (IOException e) {
      problems.add(
          "%s: cannot be read as a directory (%s); name a directory with templates"
              .formatted(directory, e.getClass().getSimpleName()));
    }
    return sources;
  }

  private static void read(
      Path file, String name, Map<String, String> sources, List<String> problems) {
    try {
      if (!Files.isRegularFile(file)) {
        problems.add(file + ": is not a file; replace it by one or remove it");
      } else if (Files.size(file) > MOST_BYTES) {
        problems.add("%s: is larger than %s bytes; shorten it".formatted(file, MOST_BYTES));
      } else {
        sources.put(name, tidied(Files.readString(file)));
      }
    } catch (CharacterCodingException e) {
      problems.add(file + ": is not UTF-8; save it as UTF-8");
    } catch (IOException e) {
      problems.add(
          "%s: cannot be read (%s); make it readable or remove it"
              .formatted(file, e.getClass().getSimpleName()));
    }
  }

  /** Removes what some editors add: a byte order mark, carriage returns. */
  private static String tidied(String source) {
    return source.replaceFirst("^\uFEFF", "").replace("\r\n", "\n");
  }
}
