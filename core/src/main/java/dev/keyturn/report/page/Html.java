package dev.keyturn.report.page;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML. Whatever is text or the value of an attribute is escaped here and nowhere else, so
 * that no name, tag or message of AWS's can become markup; what would turn the direction of writing
 * or steer a terminal shows as a replacement character.
 */
final class Html {
  private final StringBuilder out = new StringBuilder(1 << 14);
  private final Deque<String> open = new ArrayDeque<>();

  /** A page begins. */
  Html doctype() {
    out.append("<!doctype html>\n");
    return this;
  }

  /**
   * An element begins.
   *
   * @param attributes names and values in turn
   */
  Html open(String tag, String... attributes) {
    begin(tag, attributes);
    open.push(tag);
    return this;
  }

  /** An element without content or end, such as {@code meta}. */
  Html lone(String tag, String... attributes) {
    begin(tag, attributes);
    return this;
  }

  /** The innermost element ends. */
  Html close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** The same, and a line. */
  Html end() {
    close();
    out.append('\n');
    return this;
  }

  /** A whole element with nothing but text in it. */
  Html element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  Html text(String text) {
    text.codePoints().forEach(this::escaped);
    return this;
  }

  /** Style or script of our own, which is no text to a browser. */
  Html own(String tag, String code) {
    out.append('<').append(tag).append('>').append(code).append("</").append(tag).append(">\n");
    return this;
  }

  /** The page, all of whose elements have ended. */
  String page() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not ended: " + open);
    }
    return out.toString();
  }

  private void begin(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      attributes[i + 1].codePoints().forEach(this::escaped);
      out.append('"');
    }
    out.append('>');
  }

  private void escaped(int point) {
    switch (point) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> out.appendCodePoint(isShown(point) ? point : '\ufffd');
    }
  }

  private static boolean isShown(int point) {
    return point == '\n'
        || switch (Character.getType(point)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SURROGATE,
              Character.UNASSIGNED ->
              false;
          default -> true;
        };
  }
}
