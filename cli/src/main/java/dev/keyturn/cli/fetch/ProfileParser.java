package dev.keyturn.cli.fetch;

import dev.keyturn.cli.fetch.ProfileFile.Kind;
import dev.keyturn.cli.fetch.ProfileFile.Section;
import dev.keyturn.cli.fetch.ProfileFile.Setting;
import dev.keyturn.cli.fetch.ProfileFile.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a credentials or config file as the AWS CLI does: by the rules of Python's configparser,
 * which lets headings and settings be indented and takes {@code name: value}. If the SDKs read
 * something else without an error, the setting says so.
 */
final class ProfileParser {
  /** The start of a comment inside a line, for the SDKs only. */
  private static final Pattern INLINE_COMMENT = Pattern.compile("[ \t][#;]");

  private static final String FOR_ALL_PROFILES = "DEFAULT";

  private final Kind kind;
  private final List<Section> sections = new ArrayList<>();
  private final List<Swallowed> swallowed = new ArrayList<>();

  private int indentOfLast;
  private @Nullable Section section;
  private @Nullable Setting last;

  private ProfileParser(Kind kind) {
    this.kind = kind;
  }

  /** The AWS CLI cannot read the file; with the line. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(int line, String why) {
      super("line " + line + " " + why);
    }
  }

  /** A line that continues a value, but may have been meant as a setting. */
  record Swallowed(Section section, String line, String why) {}

  /** A file that was read. */
  record Parsed(List<Section> sections, List<Swallowed> swallowed) {}

  /** Reads all lines. */
  static Parsed parse(Kind kind, String text) throws Unreadable {
    ProfileParser parser = new ProfileParser(kind);
    int from = 0;
    for (int number = 1; from < text.length(); number++) {
      int end = from;
      while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
        end++;
      }
      parser.read(new Line(number, from, text.substring(from, end)));
      from = text.startsWith("\r\n", end) ? end + 2 : end + 1;
    }
    return new Parsed(parser.sections, parser.swallowed);
  }

  /**
   * One line.
   *
   * @param at its position in the text
   */
  private record Line(int number, int at, String text) {
    int indent() {
      int first = 0;
      while (first < text.length() && isBlank(text.charAt(first))) {
        first++;
      }
      return first;
    }

    int end() {
      int end = text.length();
      while (end > 0 && isBlank(text.charAt(end - 1))) {
        end--;
      }
      return end;
    }
  }

  /**
   * A blank for Python, including blanks outside of ASCII; for the SDKs, these are part of a value.
   */
  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }

  private void read(Line line) throws Unreadable {
    int indent = line.indent();
    int end = line.end();
    if (indent >= end) {
      return;
    }
    if (line.text().charAt(indent) == '#' || line.text().charAt(indent) == ';') {
      if (indent > 0 && last != null) {
        last.doubt(
            "line %s is an indented comment, which some programs read as part of the value above"
                .formatted(line.number()));
      }
      return;
    }
    if (line.text().chars().anyMatch(c -> c != '\t' && Character.isISOControl(c))) {
      throw new Unreadable(
          line.number(), "holds a control character; is it plain text in UTF-8 (not UTF-16)?");
    }
    String stripped = line.text().substring(indent, end);
    if (last != null && indent > indentOfLast) {
      continued(section, last, line.number(), stripped);
      return;
    }
    indentOfLast = indent;
    Optional<Heading> heading = Heading.of(kind, line.text(), stripped);
    if (heading.isPresent()) {
      begin(heading.get(), line.number());
    } else if (section == null) {
      throw new Unreadable(
          line.number(),
          stripped.startsWith("\ufeff")
              ? "begins with a byte order mark, which the AWS CLI does not read; save the file as"
                  + " UTF-8 without one"
              : "stands before the first [profile]");
    } else {
      set(section, line, indent, end);
    }
  }

  private void begin(Heading heading, int number) throws Unreadable {
    last = null;
    for (Section earlier : sections) {
      if (earlier.heading().raw().equals(heading.raw())) {
        if (!heading.raw().equals(FOR_ALL_PROFILES)) {
          throw new Unreadable(
              number,
              "repeats [%s] of line %s; make it one".formatted(heading.raw(), earlier.line()));
        }
        section = earlier;
        return;
      }
    }
    section = new Section(heading, number, new LinkedHashMap<>());
    sections.add(section);
  }

  private void set(Section section, Line line, int indent, int end) throws Unreadable {
    String text = line.text();
    int equals = indent;
    while (equals < end && text.charAt(equals) != '=' && text.charAt(equals) != ':') {
      equals++;
    }
    if (equals == indent || equals == end) {
      throw new Unreadable(line.number(), "is no setting: write NAME = VALUE");
    }
    String name = text.substring(indent, equals).strip().toLowerCase(Locale.ROOT);
    int start = Math.min(equals + 1, end);
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    Setting setting =
        new Setting(new Span(line.number(), line.at() + start, line.at() + Math.max(start, end)));
    if (INLINE_COMMENT.matcher(text.substring(equals + 1, end)).find()) {
      setting.doubt(
          "line %s ends with a comment, which is part of the value for the AWS CLI and not for others; give it a line of its own"
              .formatted(line.number()));
    }
    if (!(text.substring(equals + 1, start) + text.substring(end))
        .chars()
        .allMatch(c -> c == ' ' || c == '\t')) {
      setting.doubt(
          "line %s has unusual blanks around its value, such as a no-break space"
              .formatted(line.number()));
    }
    if (section.heading().raw().equals(FOR_ALL_PROFILES) && ProfileFile.READ.contains(name)) {
      throw new Unreadable(
          line.number(),
          "sets %s for all profiles, for [DEFAULT] in capitals is special to the AWS CLI and not to others; name a profile"
              .formatted(name));
    }
    Setting earlier = section.settings().putIfAbsent(name, setting);
    if (earlier != null) {
      throw new Unreadable(
          line.number(),
          "says %s again, after line %s; remove one".formatted(name, earlier.span().line()));
    }
    last = setting;
  }

  private void continued(@Nullable Section section, Setting setting, int number, String line)
      throws Unreadable {
    Span span = setting.span();
    if (span.start() == span.end()) {
      // Settings within a setting, such as those of S3.
      if (line.indexOf('=') < 0) {
        throw new Unreadable(number, "is no setting: write NAME = VALUE");
      }
      setting.within().add(line);
    }
    String why =
        "line %s is indented more deeply than line %s and continues its value; indent both alike"
            .formatted(number, span.line());
    setting.doubt(why);
    if (section != null) {
      swallowed.add(new Swallowed(section, line, why));
    }
  }
}
