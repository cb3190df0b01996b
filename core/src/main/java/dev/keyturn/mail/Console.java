package dev.keyturn.mail;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Links into the AWS console of one partition. An unknown partition has no links: the console of
 * another partition has neither the user nor the file.
 */
public record Console(String partition) {

  /** The page on which a signed-in user manages their own access keys. */
  public Optional<String> securityCredentials() {
    return host("us-east-1").map(host -> "https://" + host + "/iam/home#/security_credentials");
  }

  /** The page from which a file can be downloaded. */
  public static Optional<String> page(FilePlace file) {
    return new Console(file.partition())
        .host(file.region())
        .map(
            host ->
                "https://%s/s3/object/%s?region=%s&prefix=%s"
                    .formatted(
                        host, encoded(file.bucket()), encoded(file.region()), encoded(file.key())));
  }

  private Optional<String> host(String region) {
    return switch (partition) {
      case "aws" -> Optional.of(region + ".console.aws.amazon.com");
      case "aws-cn" -> Optional.of("console.amazonaws.cn");
      case "aws-us-gov" -> Optional.of("console.amazonaws-us-gov.com");
      default -> Optional.empty();
    };
  }

  /**
   * Percent-encodes a part, except slashes: a query may contain them, and they are easier to read.
   */
  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%2F", "/")
        .replace("*", "%2A");
  }
}
