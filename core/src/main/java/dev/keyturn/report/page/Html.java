package dev.keyturn.report.page;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML. All text and attribute values are escaped here and only here, so that no name, tag
 * or message from AWS can become markup. Control characters and characters that change the
 * direction of text become the replacement character.
 */
public final class Html {
  private final StringBuilder out = new StringBuilder(1 << 14);
  private final Deque<String> open = new ArrayDeque<>();

  /** Begins a page. */
  Html doctype() {
    out.append("<!doctype html>\n");
    return this;
  }

  /**
   * Begins an element.
   *
   * @param attributes names and values, alternating
   */
  public Html open(String tag, String... attributes) {
    begin(tag, attributes);
    open.push(tag);
    return this;
  }

  /** Writes an element without content or end tag, such as {@code meta}. */
  Html lone(String tag, String... attributes) {
    begin(tag, attributes);
    return this;
  }

  /** Ends the innermost element. */
  public Html close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Ends the innermost element and the line. */
  public Html end() {
    close();
    out.append('\n');
    return this;
  }

  /** Writes a whole element that contains only text. */
  public Html element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  public Html text(String text) {
    out.append(escaped(text));
    return this;
  }

  /** Writes our own style or script, which must not be escaped. */
  Html own(String tag, String code) {
    out.append('<').append(tag).append('>').append(code).append("</").append(tag).append(">\n");
    return this;
  }

  /** The page; all elements must have ended. */
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
      out.append(escaped(attributes[i + 1])).append('"');
    }
    out.append('>');
  }

  /** Text that is safe between tags and in attributes. */
  public static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(point -> escape(point, safe));
    return safe.toString();
  }

  private static void escape(int point, StringBuilder out) {
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
