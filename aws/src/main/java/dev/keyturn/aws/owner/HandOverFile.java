package dev.keyturn.aws.owner;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.facts.KeyId;
import dev.keyturn.port.Csv;
import java.util.List;
import java.util.Locale;

/**
 * Reads what a hand-over's file says: comma-separated values as in RFC 4180, with a header and one
 * line. Bare line feeds and a byte order mark are put up with, since other tools write files of
 * this name, too.
 */
final class HandOverFile {
  private HandOverFile() {}

  /** The user and the key of a file. */
  record Content(String user, OwnersKey key) {}

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException that says what is wrong, and quotes nothing of the file
   */
  static Content read(byte[] file) {
    String text = new String(file, UTF_8);
    List<List<String>> lines = Csv.records(text.startsWith("\ufeff") ? text.substring(1) : text);
    if (lines.size() != 2) {
      throw new IllegalArgumentException("it has not one header and one line");
    }
    List<String> header =
        lines.getFirst().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    List<String> line = lines.getLast();
    String id = field(header, line, "AccessKeyId");
    if (!KeyId.isLegal(id)) {
      throw new IllegalArgumentException("its AccessKeyId cannot be one");
    }
    return new Content(
        field(header, line, "UserName"),
        new OwnersKey(new KeyId(id), field(header, line, "SecretAccessKey")));
  }

  private static String field(List<String> header, List<String> line, String name) {
    int column = header.indexOf(name.toLowerCase(Locale.ROOT));
    if (column < 0 || column >= line.size()) {
      throw new IllegalArgumentException("it has no column " + name);
    }
    return line.get(column);
  }
}
