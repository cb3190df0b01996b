package dev.keyturn.cli.fetch;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where this machine keeps AWS's settings (AWS SDKs and Tools reference guide, "Location of the
 * shared config and credentials files").
 */
public record OwnersFiles(Path credentials, Path config) {
  private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+|\\{[^}]*\\})");

  /**
   * Where they are by the environment.
   *
   * @param home the user's home, where the environment names none
   * @param windows whether {@code USERPROFILE} goes before {@code HOME}
   */
  public static OwnersFiles of(Map<String, String> environment, Path home, boolean windows) {
    Path own =
        named(environment, windows ? "USERPROFILE" : "HOME")
            .or(() -> named(environment, windows ? "HOME" : "USERPROFILE"))
            .map(Path::of)
            .orElse(home);
    return new OwnersFiles(
        named(environment, "AWS_SHARED_CREDENTIALS_FILE")
            .map(file -> expanded(file, environment, own))
            .orElse(own.resolve(".aws").resolve("credentials")),
        named(environment, "AWS_CONFIG_FILE")
            .map(file -> expanded(file, environment, own))
            .orElse(own.resolve(".aws").resolve("config")));
  }

  private static Optional<String> named(Map<String, String> environment, String name) {
    return Optional.of(environment.getOrDefault(name, "")).filter(value -> !value.isBlank());
  }

  /**
   * As the AWS CLI does, by Python's {@code expandvars} and {@code expanduser}: a variable that is
   * not set stays.
   */
  private static Path expanded(String named, Map<String, String> environment, Path home) {
    String file =
        VARIABLE
            .matcher(named)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        environment.getOrDefault(
                            found.group().replaceAll("[${}]", ""), found.group())));
    return file.startsWith("~/") || file.startsWith("~\\")
        ? home.resolve(file.substring(2))
        : Path.of(file);
  }
}
