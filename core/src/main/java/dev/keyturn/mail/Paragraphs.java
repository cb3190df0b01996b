package dev.keyturn.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Plain text for any mail client. Lines that begin with a space stay as they are (commands, links,
 * tables). All other lines are filled into paragraphs, because the line breaks of a template do not
 * fit a user name of any length.
 */
public final class Paragraphs {
  private static final int COLUMNS = 76;
  private static final Pattern ITEM = Pattern.compile("(\\d{1,3}\\.|-) .*");

  private final List<String> lines = new ArrayList<>();
  private final StringBuilder open = new StringBuilder();

  private Paragraphs() {}

  /** The filled text, with single blank lines between blocks and a line feed at the end. */
  public static String fill(String text) {
    Paragraphs paragraphs = new Paragraphs();
    text.lines().forEach(paragraphs::add);
    paragraphs.close();
    return String.join("\n", paragraphs.lines).replaceAll("\n{3,}", "\n\n").strip() + "\n";
  }

  private void add(String line) {
    if (line.isBlank()) {
      close();
      lines.add("");
    } else if (line.startsWith(" ")) {
      close();
      lines.add(line.stripTrailing());
    } else {
      if (ITEM.matcher(line).matches()) {
        close();
      }
      open.append(open.isEmpty() ? "" : " ").append(line.strip());
    }
  }

  private void close() {
    if (open.isEmpty()) {
      return;
    }
    String indent = ITEM.matcher(open).matches() ? " ".repeat(open.indexOf(" ") + 1) : "";
    StringBuilder line = new StringBuilder();
    String before = "";
    for (String word : open.toString().split(" +", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > COLUMNS) {
        lines.add(line.toString());
        line = new StringBuilder();
        before = indent;
      }
      line.append(before).append(word);
      before = " ";
    }
    lines.add(line.toString());
    open.setLength(0);
  }
}
