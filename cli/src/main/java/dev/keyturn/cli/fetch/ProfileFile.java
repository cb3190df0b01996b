package dev.keyturn.cli.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.aws.owner.OwnersKey;
import dev.keyturn.facts.KeyId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a credentials or config file, in which one key can be replaced and every other byte
 * stays: comments, order, blanks, line ends, what is not understood, and text in any encoding.
 *
 * <p>It is read as the AWS CLI and the SDKs read it where they agree, and a profile that they would
 * read in two ways is refused.
 */
public final class ProfileFile {
  static final String ID = "aws_access_key_id";
  static final String SECRET = "aws_secret_access_key";

  private static final String MARK_OF_UTF_8 = "\u00ef\u00bb\u00bf";
  private static final Pattern LINE = Pattern.compile("([^\r\n]*)(\r\n|\n|\r|$)");
  private static final Pattern HEADING = Pattern.compile("\\s*\\[([^\\]]+)\\].*");
  private static final Pattern OF_CONFIG = Pattern.compile("profile\\s+[\"']?(.*?)[\"']?");
  private static final Pattern SETTING =
      Pattern.compile("\\s*([^=:\\s#;\\[][^=:\\s]*)\\s*[=:]\\s*(\\S*).*");

  private final Kind kind;

  /** One character for each byte. */
  private final String text;

  private final List<Section> sections;

  private ProfileFile(Kind kind, String text) {
    this.kind = kind;
    this.text = text;
    this.sections = sections(kind, text);
  }

  /** The two kinds, which name their profiles differently. */
  enum Kind {
    CREDENTIALS,
    CONFIG
  }

  /**
   * Where a value stands.
   *
   * @param line from 1
   */
  record Span(int line, int start, int end) {}

  /** One section of the file: where it begins and where its settings stand. */
  record Section(String profile, int line, Map<String, List<Span>> settings) {}

  /** What a file says of a profile. */
  sealed interface Lookup {
    /** It does not know the profile. */
    record Absent() implements Lookup {}

    /** It stands there, and no program could rely on what it says; why. */
    record Ambiguous(String why) implements Lookup {}

    /** It stands there. */
    record Present(Section section) implements Lookup {}
  }

  static ProfileFile of(Kind kind, byte[] bytes) {
    return new ProfileFile(kind, new String(bytes, ISO_8859_1));
  }

  /** The file as it is. */
  byte[] bytes() {
    return text.getBytes(ISO_8859_1);
  }

  Lookup look(String profile) {
    if (text.indexOf('\0') >= 0) {
      return new Lookup.Ambiguous("it is not plain text (UTF-16, perhaps): save it as UTF-8");
    }
    List<Section> found =
        sections.stream().filter(section -> section.profile().equals(profile)).toList();
    if (found.isEmpty()) {
      return new Lookup.Absent();
    }
    if (found.size() > 1) {
      return new Lookup.Ambiguous(
          "profile %s stands there twice, in lines %d and %d: make it one"
              .formatted(profile, found.getFirst().line(), found.getLast().line()));
    }
    return found.getFirst().settings().entrySet().stream()
        .filter(setting -> setting.getValue().size() > 1)
        .filter(setting -> setting.getKey().equals(ID) || setting.getKey().equals(SECRET))
        .findFirst()
        .<Lookup>map(
            twice ->
                new Lookup.Ambiguous(
                    "profile %s says %s twice, in lines %d and %d: remove one"
                        .formatted(
                            profile,
                            twice.getKey(),
                            twice.getValue().getFirst().line(),
                            twice.getValue().getLast().line())))
        .orElseGet(() -> new Lookup.Present(found.getFirst()));
  }

  /** What a profile says of something that is no secret; nothing where it says nothing. */
  Optional<String> setting(Section section, String name) {
    if (name.equals(SECRET)) {
      throw new IllegalArgumentException("a secret is read as a key only");
    }
    return value(section, name);
  }

  private Optional<String> value(Section section, String name) {
    return section.settings().getOrDefault(name, List.of()).stream()
        .map(span -> text.substring(span.start(), span.end()))
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  /** Whether a profile has the secret half of a key, whatever it is. */
  boolean hasSecret(Section section) {
    return value(section, SECRET).isPresent();
  }

  /**
   * The key of a profile, if it has both halves.
   *
   * @throws IllegalArgumentException without a secret in it, if they cannot be a key
   */
  Optional<OwnersKey> key(Section section) {
    return value(section, ID)
        .flatMap(id -> value(section, SECRET).map(secret -> new OwnersKey(new KeyId(id), secret)));
  }

  /** The lines in which a key stands. */
  List<Integer> linesOfKey(Section section) {
    return List.of(span(section, ID), span(section, SECRET)).stream()
        .map(Span::line)
        .sorted()
        .toList();
  }

  private static Span span(Section section, String name) {
    return section.settings().getOrDefault(name, List.of()).getFirst();
  }

  /** The other profiles that hold the same key. */
  List<String> othersWith(KeyId id, Section besides) {
    return sections.stream()
        .filter(section -> !section.equals(besides))
        .filter(section -> value(section, ID).equals(Optional.of(id.value())))
        .map(Section::profile)
        .distinct()
        .toList();
  }

  /** The file with another key in a profile that has one, and with every other byte as it was. */
  byte[] with(Section section, OwnersKey key) {
    Span id = span(section, ID);
    Span secret = span(section, SECRET);
    String changed =
        id.start() > secret.start()
            ? put(put(text, id, key.id().value()), secret, key.reveal())
            : put(put(text, secret, key.reveal()), id, key.id().value());
    return changed.getBytes(ISO_8859_1);
  }

  private static String put(String text, Span span, String value) {
    return text.substring(0, span.start()) + value + text.substring(span.end());
  }

  private static List<Section> sections(Kind kind, String text) {
    List<Section> sections = new ArrayList<>();
    Matcher lines = LINE.matcher(text);
    int from = text.startsWith(MARK_OF_UTF_8) ? MARK_OF_UTF_8.length() : 0;
    // Settings before the first heading belong to no profile, nor do those of other sections.
    Map<String, List<Span>> settings = new HashMap<>();
    for (int number = 1; from < text.length() && lines.find(from); number++) {
      String line = lines.group(1);
      Matcher heading = HEADING.matcher(line);
      Matcher setting = SETTING.matcher(line);
      if (heading.matches()) {
        settings = new HashMap<>();
        Map<String, List<Span>> its = settings;
        int at = number;
        profile(kind, heading.group(1).strip())
            .ifPresent(profile -> sections.add(new Section(profile, at, its)));
      } else if (setting.matches()) {
        settings
            .computeIfAbsent(setting.group(1).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
            .add(new Span(number, from + setting.start(2), from + setting.end(2)));
      }
      from = lines.end();
    }
    return sections;
  }

  private static Optional<String> profile(Kind kind, String heading) {
    String name = new String(heading.getBytes(ISO_8859_1), UTF_8);
    Matcher ofConfig = OF_CONFIG.matcher(name);
    return switch (kind) {
      case CREDENTIALS -> Optional.of(name);
      case CONFIG ->
          ofConfig.matches()
              ? Optional.of(ofConfig.group(1))
              : Optional.of(name).filter(only -> only.equals("default"));
    };
  }

  @Override
  public String toString() {
    return "ProfileFile[" + kind + ", " + sections.size() + " profiles]";
  }
}
