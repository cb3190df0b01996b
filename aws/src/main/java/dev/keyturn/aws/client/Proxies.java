package dev.keyturn.aws.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The proxies of {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, read as the AWS CLI
 * reads them: botocore takes Python's {@code urllib.request.getproxies_environment} and {@code
 * proxy_bypass_environment}, and puts {@code http://} before a value without a scheme.
 */
final class Proxies {
  private static final String ENDING = "_proxy";
  private static final int USUAL_PORT = 80;
  private static final Pattern SCHEME = Pattern.compile("(?i)([a-z][a-z0-9+.-]*):?//(.*)");
  private static final Pattern ESCAPES = Pattern.compile("(%[0-9A-Fa-f]{2})+");
  private static final Pattern PLACE =
      Pattern.compile("(?:(?<login>.*)@)?(?<host>\\[[^\\]]+\\]|[^:@\\[\\]]+)(?::(?<port>\\d*))?");

  /** The variables' names, each word in upper case, in lower case or capitalized. */
  static final List<String> VARIABLES =
      Stream.of("https", "http", "no")
          .flatMap(Proxies::cases)
          .flatMap(scheme -> cases("proxy").map(word -> scheme + "_" + word))
          .toList();

  /** Values by scheme: {@code https}, {@code http}, {@code no}. */
  private final Map<String, String> values;

  private Proxies(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * A proxy.
   *
   * @param setting the variable that names it
   * @param login user and password, if it requires them
   */
  record Proxy(String setting, String host, int port, Optional<Login> login) {
    /** The name in messages, without the password. */
    @Override
    public String toString() {
      return "the proxy http://%s:%s (%s)".formatted(host, port, setting);
    }
  }

  /** A user's name and password, which is a secret. */
  record Login(String user, String password) {
    @Override
    public String toString() {
      return user + " (password)";
    }
  }

  /**
   * Lower case takes precedence over upper case, and an empty value in lower case removes the
   * other. A value is not read before an address needs it.
   */
  static Proxies of(Map<String, String> environment) {
    Map<String, String> values = new HashMap<>();
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (!value.isEmpty() && name.toLowerCase(Locale.ROOT).endsWith(ENDING)) {
                values.put(schemeOf(name), value);
              }
            });
    if (environment.containsKey("REQUEST_METHOD")) {
      // In a CGI script, HTTP_PROXY comes from a header of the request (CVE-2016-1000110).
      values.remove("http");
    }
    environment.forEach(
        (name, value) -> {
          if (name.endsWith(ENDING)) {
            if (value.isEmpty()) {
              values.remove(schemeOf(name));
            } else {
              values.put(schemeOf(name), value);
            }
          }
        });
    return new Proxies(values);
  }

  private static Stream<String> cases(String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    return Stream.of(upper, upper.charAt(0) + word.substring(1), word);
  }

  private static String schemeOf(String name) {
    return name.substring(0, name.length() - ENDING.length()).toLowerCase(Locale.ROOT);
  }

  /**
   * The proxy for an address, if one is set.
   *
   * @throws IllegalArgumentException if its value is invalid; the message names the variable
   */
  Optional<Proxy> to(URI address) {
    return bypassed(address)
        ? Optional.empty()
        : named(String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT));
  }

  private boolean bypassed(URI address) {
    String exceptions = values.getOrDefault("no", "");
    if (exceptions.equals("*")) {
      return true;
    }
    String place = String.valueOf(address.getRawAuthority()).toLowerCase(Locale.ROOT);
    String host = place.replaceFirst(":\\d*$", "");
    for (String exception : exceptions.split(",", -1)) {
      String name = exception.strip().replaceFirst("^\\.+", "").toLowerCase(Locale.ROOT);
      if (!exception.isBlank()
          && (host.equals(name)
              || place.equals(name)
              || host.endsWith("." + name)
              || place.endsWith("." + name))) {
        return true;
      }
    }
    return false;
  }

  /** The proxy for addresses of a scheme. */
  private Optional<Proxy> named(String scheme) {
    return Optional.ofNullable(values.get(scheme))
        .map(value -> read(scheme.toUpperCase(Locale.ROOT) + "_PROXY", value));
  }

  private static Proxy read(String setting, String value) {
    Matcher withScheme = SCHEME.matcher(value.startsWith("//") ? "http:" + value : value);
    String scheme = withScheme.matches() ? withScheme.group(1).toLowerCase(Locale.ROOT) : "http";
    if (!scheme.equals("http")) {
      throw new IllegalArgumentException(
          "%s names a proxy with the scheme %s://; Keyturn can only use one with http:// (requests to AWS are encrypted inside)"
              .formatted(setting, scheme));
    }
    String rest = withScheme.matches() ? withScheme.group(2) : value;
    Matcher place = PLACE.matcher(rest.replaceFirst("[/?#].*$", ""));
    if (!place.matches()) {
      throw unreadable(setting);
    }
    String port = Optional.ofNullable(place.group("port")).orElse("");
    return new Proxy(
        setting,
        place.group("host"),
        port.isEmpty() ? USUAL_PORT : number(setting, port),
        Optional.ofNullable(place.group("login")).flatMap(Proxies::login));
  }

  private static int number(String setting, String port) {
    int number = port.length() > 5 ? 0 : Integer.parseInt(port);
    if (number < 1 || number > 65_535) {
      throw unreadable(setting);
    }
    return number;
  }

  /** The message leaves out the value, which may contain a password. */
  private static IllegalArgumentException unreadable(String setting) {
    return new IllegalArgumentException(
        setting + " is not a proxy's address; write it as http://HOST:PORT");
  }

  /** User and password, or neither. */
  private static Optional<Login> login(String text) {
    int colon = text.indexOf(':');
    return colon < 1 || colon == text.length() - 1
        ? Optional.empty()
        : Optional.of(
            new Login(unquoted(text.substring(0, colon)), unquoted(text.substring(colon + 1))));
  }

  /** As Python's {@code urllib.parse.unquote}: what is no escape stays. */
  private static String unquoted(String text) {
    return ESCAPES
        .matcher(text)
        .replaceAll(run -> Matcher.quoteReplacement(URLDecoder.decode(run.group(), UTF_8)));
  }
}
