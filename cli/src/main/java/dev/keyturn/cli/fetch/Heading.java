package dev.keyturn.cli.fetch;

import dev.keyturn.cli.fetch.ProfileFile.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The heading of a section and the profile that it names: to the AWS CLI, which reads with Python's
 * configparser and shlex, and to the SDKs, which follow the AWS SDKs and Tools reference guide.
 *
 * @param raw the text between the brackets, as configparser reads it
 */
record Heading(String raw, Optional<String> ofTheCli, Optional<String> ofTheSdks) {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9_\\-/.%@:+]*");
  private static final String PROFILE = "profile";
  private static final String DEFAULT = "default";

  /**
   * Reads a heading, if the line has one.
   *
   * @param line the line from its first character
   * @param stripped the line without surrounding blanks
   */
  static Optional<Heading> of(Kind kind, String line, String stripped) {
    int close = stripped.lastIndexOf(']');
    if (!stripped.startsWith("[") || close < 2) {
      return Optional.empty();
    }
    String raw = stripped.substring(1, close);
    Optional<String> sdks =
        ofTheSdks(kind, line).filter(name -> IDENTIFIER.matcher(name).matches());
    return Optional.of(
        switch (kind) {
          case CREDENTIALS -> new Heading(raw, Optional.of(raw), sdks);
          case CONFIG ->
              new Heading(raw, raw.equals(DEFAULT) ? Optional.of(raw) : second(PROFILE, raw), sdks);
        });
  }

  private static Optional<String> ofTheSdks(Kind kind, String line) {
    String heading = line.replaceFirst("[#;].*", "").strip();
    if (!line.startsWith("[") || !heading.endsWith("]")) {
      return Optional.empty();
    }
    String name = heading.substring(1, heading.length() - 1).strip();
    if (kind == Kind.CREDENTIALS) {
      return Optional.of(name);
    }
    return name.startsWith(PROFILE + " ") || name.startsWith(PROFILE + "\t")
        ? Optional.of(name.substring(PROFILE.length()).strip())
        : Optional.of(name).filter(DEFAULT::equals);
  }

  /** The name of a section such as {@code [services x]} to the AWS CLI. */
  Optional<String> named(String kind) {
    return second(kind, raw);
  }

  /** Whether the AWS CLI or the SDKs read this heading as the profile. */
  boolean mayName(String profile) {
    return ofTheCli.filter(profile::equals).isPresent()
        || ofTheSdks.filter(profile::equals).isPresent();
  }

  private static Optional<String> second(String kind, String raw) {
    return Optional.of(raw)
        .filter(heading -> heading.startsWith(kind))
        .map(Heading::words)
        .filter(words -> words.size() == 2)
        .map(List::getLast);
  }

  /** The words of a text as a shell splits it (Python's shlex); none if a quote is not closed. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == 0 && (c == ' ' || c == '\t')) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        begun = true;
      } else if (c == '\\' && quote != '\'') {
        if (++i == text.length()) {
          return List.of();
        }
        char escaped = text.charAt(i);
        word.append(quote == 0 || escaped == '\\' || escaped == quote ? "" : "\\").append(escaped);
        begun = true;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return quote == 0 ? List.copyOf(words) : List.of();
  }
}
