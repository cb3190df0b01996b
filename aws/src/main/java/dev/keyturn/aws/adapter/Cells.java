package dev.keyturn.aws.adapter;

import java.util.ArrayList;
import java.util.List;

/** The cells of one line of comma-separated values (RFC 4180); none of them spans lines. */
final class Cells {
  private Cells() {}

  /** A quote that is not closed extends to the end; such a line has too few cells. */
  static List<String> of(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder quoted = new StringBuilder();
    int start = 0;
    while (start <= line.length()) {
      if (line.startsWith("\"", start)) {
        quoted.setLength(0);
        start = quoted(line, start + 1, quoted);
        cells.add(quoted.toString());
      } else {
        int comma = line.indexOf(',', start);
        int end = comma < 0 ? line.length() : comma;
        cells.add(line.substring(start, end));
        start = end + 1;
      }
    }
    return cells;
  }

  /** The position of the next cell. */
  private static int quoted(String line, int from, StringBuilder cell) {
    int at = from;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c != '"') {
        cell.append(c);
        at++;
      } else if (line.startsWith("\"\"", at)) {
        cell.append('"');
        at += 2;
      } else {
        return at + 2;
      }
    }
    return at + 1;
  }
}
