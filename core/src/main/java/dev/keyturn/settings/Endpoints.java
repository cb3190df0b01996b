package dev.keyturn.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * AWS's standard endpoint variables: {@code AWS_ENDPOINT_URL} and its service-specific forms, such
 * as {@code AWS_ENDPOINT_URL_S3}. Secrets and signed calls go there, so plain HTTP is allowed to
 * this machine only.
 */
public final class Endpoints {
  /** Set to {@code true}, it allows plain HTTP to other machines. */
  public static final String ALLOW_HTTP = "KEYTURN_ALLOW_HTTP";

  /** The services that are called, by their names in profiles. */
  public static final List<String> SERVICES =
      List.of(
          "eventbridge",
          "iam",
          "lambda",
          "organizations",
          "s3",
          "scheduler",
          "sesv2",
          "sfn",
          "signin",
          "sso",
          "sso_oidc",
          "sts");

  private static final int LAST_PORT = 65_535;

  private static final String FOR_ALL = "AWS_ENDPOINT_URL";
  private static final String IGNORED = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS";

  /** All of 127.0.0.0/8, IPv6's own address, and the names that RFC 6761 keeps for this machine. */
  private static final Pattern LOOPBACK =
      Pattern.compile("127(\\.\\d{1,3}){3}|\\[(::1|(0+:){7}0*1)]|localhost\\.?|.+\\.localhost\\.?");

  private Endpoints() {}

  /** The variable with the endpoint of a service. */
  static String variable(String service) {
    return FOR_ALL + "_" + service.toUpperCase(Locale.ROOT);
  }

  /** The problems of an environment, unless its endpoints are ignored. */
  static List<Problem> problems(Map<String, String> environment) {
    boolean allowed =
        environment.getOrDefault(ALLOW_HTTP, "").strip().toLowerCase(Locale.ROOT).equals("true");
    boolean ignored = environment.getOrDefault(IGNORED, "").equalsIgnoreCase("true");
    return Stream.concat(Stream.of(FOR_ALL), SERVICES.stream().map(Endpoints::variable))
        .filter(name -> !ignored && !environment.getOrDefault(name, "").isEmpty())
        .flatMap(
            name ->
                problem(name, environment.getOrDefault(name, ""), allowed)
                    .map(text -> new Problem(List.of(name), text))
                    .stream())
        .toList();
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
