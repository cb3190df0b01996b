package dev.keyturn.port;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Comma-separated values as in RFC 4180: a field that needs quotes gets them, a line ends with CR
 * LF.
 */
public final class Csv {
  private Csv() {}

  public static String line(String... fields) {
    return Stream.of(fields).map(Csv::quoted).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String quoted(String field) {
    return field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
        ? '"' + field.replace("\"", "\"\"") + '"'
        : field;
  }
}
