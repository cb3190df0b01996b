package dev.keyturn.settings;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The values of AWS's own settings. AWS's SDK refuses an invalid one in the middle of a run,
 * without naming its variable. An empty value counts as unset.
 */
public final class AwsSettings {
  private static final Legal FLAG = new Legal("true|false", "true or false");
  private static final Legal CHECKSUMS =
      new Legal("when_supported|when_required", "when_supported or when_required");

  private static final Map<String, Legal> LEGAL =
      new TreeMap<>(
          Map.of(
              "AWS_USE_FIPS_ENDPOINT",
              FLAG,
              "AWS_USE_DUALSTACK_ENDPOINT",
              FLAG,
              "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
              FLAG,
              "AWS_DISABLE_REQUEST_COMPRESSION",
              FLAG,
              "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES",
              new Legal("\\d{1,8}", "a number of bytes, at most 10485760"),
              "AWS_REQUEST_CHECKSUM_CALCULATION",
              CHECKSUMS,
              "AWS_RESPONSE_CHECKSUM_VALIDATION",
              CHECKSUMS,
              "AWS_DEFAULTS_MODE",
              new Legal(
                  "legacy|standard|mobile|cross-region|in-region|auto",
                  "legacy, standard, mobile, cross-region, in-region or auto")));

  /** The SDK takes an empty value as a path, too. */
  private static final String PARTITIONS = "AWS_PARTITIONS_FILE";

  private AwsSettings() {}

  /** The legal values: a pattern, upper case allowed, and their description. */
  private record Legal(Pattern values, String words) {
    Legal(String values, String words) {
      this(Pattern.compile(values, Pattern.CASE_INSENSITIVE), words);
    }
  }

  /** The variables whose values are checked, without those of endpoints. */
  public static List<String> variables() {
    return List.copyOf(LEGAL.keySet());
  }

  /** The name in a profile, such as {@code use_fips_endpoint}. */
  public static String inProfile(String variable) {
    return variable.substring("AWS_".length()).toLowerCase(Locale.ROOT);
  }

  /** The problems of an environment, endpoints included. */
  public static List<Problem> problems(Map<String, String> environment) {
    List<Problem> problems = new ArrayList<>(Endpoints.problems(environment));
    for (String variable : variables()) {
      problem(variable, variable, environment.getOrDefault(variable, ""))
          .ifPresent(text -> problems.add(new Problem(List.of(variable), text)));
    }
    Optional.ofNullable(environment.get(PARTITIONS))
        .filter(file -> !new File(file).isFile() || !new File(file).canRead())
        .map("AWS_PARTITIONS_FILE must be unset or name a readable file, and is '%s'"::formatted)
        .ifPresent(text -> problems.add(new Problem(List.of(PARTITIONS), text)));
    return List.copyOf(problems);
  }

  /**
   * What is wrong with a value.
   *
   * @param variable one of {@link #variables}
   * @param name the setting's name in the message
   */
  public static Optional<String> problem(String variable, String name, String value) {
    Legal legal = LEGAL.get(variable);
    return legal == null || value.isEmpty() || legal.values().matcher(value).matches()
        ? Optional.empty()
        : Optional.of("%s must be %s, and is '%s'".formatted(name, legal.words(), value));
  }
}
