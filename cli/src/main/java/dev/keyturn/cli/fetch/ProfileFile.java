package dev.keyturn.cli.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.aws.owner.OwnersKey;
import dev.keyturn.cli.fetch.ProfileParser.Parsed;
import dev.keyturn.cli.fetch.ProfileParser.Swallowed;
import dev.keyturn.cli.fetch.ProfileParser.Unreadable;
import dev.keyturn.facts.KeyId;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text of a credentials or config file, in which one key can be replaced while every other byte
 * stays: comments, order, blanks, line ends, and unknown text.
 *
 * <p>It is read as the AWS CLI reads it. A file that the AWS CLI cannot read is rejected, and so is
 * a profile that the SDKs read differently.
 */
public final class ProfileFile {
  static final String ID = "aws_access_key_id";
  static final String SECRET = "aws_secret_access_key";

  private static final Pattern OF_A_KEY =
      Pattern.compile("(%s|%s)\\b".formatted(ID, SECRET), Pattern.CASE_INSENSITIVE);

  /** The settings for a session's token, with its old name. */
  static final Set<String> TOKENS = Set.of("aws_session_token", "aws_security_token");

  static final String SERVICES = "services";

  /** The settings for clients; {@code services} names a section with more. */
  static final Set<String> CLIENTS =
      Set.of(
          "region",
          "endpoint_url",
          "ignore_configured_endpoint_urls",
          "use_fips_endpoint",
          "use_dualstack_endpoint",
          "ca_bundle",
          "mfa_serial",
          SERVICES);

  static final String ROLE = "role_arn";
  static final String SOURCE = "source_profile";

  /** All settings that are read from a profile; programs may read others differently. */
  static final Set<String> READ =
      Stream.of(Set.of(ID, SECRET, ROLE, SOURCE), TOKENS, CLIENTS, ProfileKey.ELSEWHERE.keySet())
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  private final Kind kind;
  private final byte[] bytes;
  private final String text;
  private final Parsed parsed;

  /** Why the file cannot be read; empty if it can. */
  private final Optional<String> trouble;

  private ProfileFile(Kind kind, byte[] bytes) {
    this.kind = kind;
    this.bytes = bytes.clone();
    Parsed read = new Parsed(List.of(), List.of());
    String decoded = "";
    Optional<String> why = Optional.empty();
    try {
      decoded = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      read = ProfileParser.parse(kind, decoded);
    } catch (CharacterCodingException e) {
      why =
          Optional.of("line %s is not in UTF-8; save the file in UTF-8".formatted(badLine(bytes)));
    } catch (Unreadable e) {
      why = Optional.of(String.valueOf(e.getMessage()));
    }
    this.text = decoded;
    this.parsed = read;
    this.trouble = why;
  }

  /** The first line that is not in UTF-8. */
  private static int badLine(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    UTF_8.newDecoder().decode(in, out, true);
    return 1
        + (int)
            new String(bytes, 0, in.position(), UTF_8)
                .replace("\r\n", "\n")
                .chars()
                .filter(c -> c == '\n' || c == '\r')
                .count();
  }

  /** The two kinds, which name their profiles differently. */
  enum Kind {
    CREDENTIALS,
    CONFIG
  }

  /**
   * The place of a value.
   *
   * @param line from 1
   */
  record Span(int line, int start, int end) {}

  /** A setting; what lines below it add is found while it is read. */
  static final class Setting {
    private final Span span;
    private final List<String> within = new ArrayList<>();
    private @Nullable String doubt;

    Setting(Span span) {
      this.span = span;
    }

    Span span() {
      return span;
    }

    /** The lines of the settings within it. */
    List<String> within() {
      return within;
    }

    void doubt(String why) {
      if (doubt == null) {
        doubt = why;
      }
    }

    /** Why programs read it in two ways, or none reads it. */
    Optional<String> doubt() {
      return Optional.ofNullable(doubt);
    }
  }

  /** One section of the file: where it begins and where its settings stand. */
  record Section(Heading heading, int line, Map<String, Setting> settings) {
    String profile() {
      return heading.ofTheCli().orElse("");
    }
  }

  /** The result of looking up a profile. */
  sealed interface Lookup {
    /** The file does not have the profile. */
    record Absent() implements Lookup {}

    /** The file cannot be read, or programs read it in two ways; why, with the line. */
    record Ambiguous(String why) implements Lookup {}

    /** The file has the profile. */
    record Present(Section section) implements Lookup {}
  }

  static ProfileFile of(Kind kind, byte[] bytes) {
    return new ProfileFile(kind, bytes);
  }

  /** The file as it is. */
  byte[] bytes() {
    return bytes.clone();
  }

  Lookup look(String profile) {
    if (trouble.isPresent()) {
      return new Lookup.Ambiguous(trouble.get());
    }
    List<Section> found =
        parsed.sections().stream().filter(section -> section.heading().mayName(profile)).toList();
    if (found.size() > 1) {
      return new Lookup.Ambiguous(
          "lines %s and %s both name profile %s, and not every program reads both; make it one"
              .formatted(found.getFirst().line(), found.getLast().line(), profile));
    }
    if (found.isEmpty()) {
      return swallowed(
              line ->
                  Heading.of(kind, line.line(), line.line())
                      .filter(it -> it.mayName(profile))
                      .isPresent())
          .<Lookup>map(Lookup.Ambiguous::new)
          .orElseGet(Lookup.Absent::new);
    }
    Section section = found.getFirst();
    if (!section.profile().equals(profile)) {
      return new Lookup.Ambiguous(
          "line %s names profile %s for some programs and not for the AWS CLI; write %s without blanks or a comment"
              .formatted(
                  section.line(),
                  profile,
                  kind == Kind.CONFIG && !profile.equals("default")
                      ? "[profile " + profile + "]"
                      : "[" + profile + "]"));
    }
    return section.settings().entrySet().stream()
        .filter(setting -> READ.contains(setting.getKey()))
        .flatMap(setting -> setting.getValue().doubt().stream())
        .findFirst()
        .or(() -> halfOfAKey(section))
        .<Lookup>map(Lookup.Ambiguous::new)
        .orElseGet(() -> new Lookup.Present(section));
  }

  /** A line that may have been meant as the missing half of a key. */
  private Optional<String> halfOfAKey(Section section) {
    return value(section, ID).isPresent() && value(section, SECRET).isPresent()
        ? Optional.empty()
        : swallowed(
            line -> line.section().equals(section) && OF_A_KEY.matcher(line.line()).lookingAt());
  }

  private Optional<String> swallowed(Predicate<Swallowed> meant) {
    return parsed.swallowed().stream().filter(meant).map(Swallowed::why).findFirst();
  }

  /** A setting of a profile that is not a secret; empty if it is missing. */
  Optional<String> setting(Section section, String name) {
    if (name.equals(SECRET)) {
      throw new IllegalArgumentException("a secret is read as a key only");
    }
    return value(section, name);
  }

  private Optional<String> value(Section section, String name) {
    return Optional.ofNullable(section.settings().get(name))
        .map(Setting::span)
        .map(span -> text.substring(span.start(), span.end()))
        .filter(value -> !value.isEmpty());
  }

  /**
   * How a client of AWS is to be set up for a profile, as the SDKs read it: their settings, and the
   * lines of the sections that they name.
   */
  Map<String, String> clients(Section section) {
    Map<String, String> found = new TreeMap<>();
    for (String name : CLIENTS) {
      value(section, name).ifPresent(value -> found.put(name, value));
    }
    return found;
  }

  /** The settings of {@code [services NAME]} as lines, if there is such a section. */
  Optional<List<String>> services(String name) {
    List<Section> found =
        parsed.sections().stream()
            .filter(section -> section.heading().named(SERVICES).equals(Optional.of(name)))
            .toList();
    return found.isEmpty() ? Optional.empty() : Optional.of(lines(found));
  }

  private static List<String> lines(List<Section> services) {
    return services.stream()
        .flatMap(section -> section.settings().entrySet().stream())
        .filter(setting -> !setting.getValue().within().isEmpty())
        .flatMap(
            setting ->
                Stream.concat(
                    Stream.of(setting.getKey() + " ="),
                    setting.getValue().within().stream().map(line -> "  " + line)))
        .toList();
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

  /** The lines with a key. */
  List<Integer> linesOfKey(Section section) {
    return List.of(span(section, ID), span(section, SECRET)).stream()
        .map(Span::line)
        .sorted()
        .toList();
  }

  private static Span span(Section section, String name) {
    return Optional.ofNullable(section.settings().get(name)).orElseThrow().span();
  }

  /** The other profiles with the same key. */
  List<String> othersWith(KeyId id, Section besides) {
    return parsed.sections().stream()
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
    return changed.getBytes(UTF_8);
  }

  private static String put(String text, Span span, String value) {
    return text.substring(0, span.start()) + value + text.substring(span.end());
  }

  @Override
  public String toString() {
    return "ProfileFile[" + kind + ", " + parsed.sections().size() + " profiles]";
  }
}
