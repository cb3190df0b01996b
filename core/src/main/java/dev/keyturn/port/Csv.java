package dev.keyturn.port;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Comma-separated values as in RFC 4180: a field that needs quotes gets them, a line ends with CR
 * LF. A field that a spreadsheet may take for a formula is quoted, too, so that it can be told to
 * take quoted fields for text; no character is added to a value.
 */
public final class Csv {
  private static final Pattern NEEDS_QUOTES = Pattern.compile("[,\"\r\n]|^[=+@-]");

  private Csv() {}

  public static String line(String... fields) {
    return Stream.of(fields).map(Csv::quoted).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String quoted(String field) {
    return NEEDS_QUOTES.matcher(field).find() ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }
}
