package dev.keyturn.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * AWS's standard endpoint variables: {@code AWS_ENDPOINT_URL} and its service-specific forms, such
 * as {@code AWS_ENDPOINT_URL_S3}. Secrets and signed calls go there, so plain HTTP is allowed to
 * this machine only.
 */
public final class Endpoints {
  /** Set to {@code true}, it allows plain HTTP to other machines. */
  public static final String ALLOW_HTTP = "KEYTURN_ALLOW_HTTP";

  private static final int LAST_PORT = 65_535;

  private static final String FOR_ALL = "AWS_ENDPOINT_URL";

  /** All of 127.0.0.0/8, IPv6's own address, and the names that RFC 6761 keeps for this machine. */
  private static final Pattern LOOPBACK =
      Pattern.compile("127(\\.\\d{1,3}){3}|\\[(::1|(0+:){7}0*1)]|localhost\\.?|.+\\.localhost\\.?");

  private Endpoints() {}

  /** The problems of an environment. */
  static List<Problem> problems(Map<String, String> environment) {
    boolean allowed =
        environment.getOrDefault(ALLOW_HTTP, "").strip().toLowerCase(Locale.ROOT).equals("true");
    List<Problem> problems = new ArrayList<>();
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if ((name.equals(FOR_ALL) || name.startsWith(FOR_ALL + "_")) && !value.isEmpty()) {
                problem(name, value, allowed)
                    .ifPresent(text -> problems.add(new Problem(List.of(name), text)));
              }
            });
    return List.copyOf(problems);
  }

  /** What is wrong with one, by its name in the environment or elsewhere. */
  public static Optional<String> problem(String name, String value, boolean httpAllowed) {
    URI uri;
    try {
      uri = new URI(value);
    } catch (URISyntaxException e) {
      return Optional.of(noUrl(name, value));
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    if (uri.getHost() == null
        || uri.getPort() == 0
        || uri.getPort() > LAST_PORT
        || !(scheme.equals("http") || scheme.equals("https"))) {
      return Optional.of(noUrl(name, value));
    }
    return scheme.equals("http") && !httpAllowed && !LOOPBACK.matcher(host).matches()
        ? Optional.of(
            "%s is plain HTTP to another machine, '%s', and new keys go there: use https, or set %s=true if no one else can read the traffic"
                .formatted(name, value, ALLOW_HTTP))
        : Optional.empty();
  }

  private static String noUrl(String name, String value) {
    return "%s is no URL such as https://host or http://127.0.0.1:4566: '%s'"
        .formatted(name, value);
  }
}
