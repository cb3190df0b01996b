package dev.keyturn.cli;

import java.util.Locale;
import java.util.stream.Collectors;

/** Text for a terminal: numbers in sentences, and text from others without control characters. */
public final class Words {
  private Words() {}

  /**
   * Makes text from others, such as a tag or a message from AWS, safe for one line of a terminal:
   * characters that move the cursor, change colours or change the direction of text are shown as
   * {@code \\u001b}.
   */
  public static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              switch (Character.getType(point)) {
                case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    plain.append(String.format(Locale.ROOT, "\\u%04x", point));
                default -> plain.appendCodePoint(point);
              }
            });
    return plain.toString();
  }

  /** As {@link #plain}, but keeps line breaks. */
  public static String plainLines(String text) {
    return text.lines().map(Words::plain).collect(Collectors.joining("\n"));
  }

  /** Such as "1 user" or "2 users". */
  public static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
