package dev.keyturn.aws;

import dev.keyturn.aws.client.EndpointSettings;
import dev.keyturn.settings.AwsSettings;
import dev.keyturn.settings.Endpoints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * The values in a profile: {@code endpoint_url}, also of each service in its {@code services}
 * section, and settings such as {@code use_fips_endpoint}. The rules are those for the environment,
 * which takes precedence.
 */
public final class ProfileSettings {
  private static final String SETTING = "endpoint_url";

  private ProfileSettings() {}

  /**
   * The problems, each a sentence that names the profile and the setting.
   *
   * @param shown the profile's name in messages
   */
  public static List<String> problems(ProfileFile file, String profile, String shown) {
    Optional<Profile> found = file.profile(profile);
    List<String> problems = new ArrayList<>(endpoints(file, found, shown));
    for (String variable : AwsSettings.variables()) {
      String name = AwsSettings.inProfile(variable);
      found
          .flatMap(one -> one.property(name))
          .filter(_ -> environment(variable).isEmpty())
          .flatMap(
              value ->
                  AwsSettings.problem(variable, "%s of profile %s".formatted(name, shown), value))
          .ifPresent(problems::add);
    }
    return List.copyOf(problems);
  }

  private static List<String> endpoints(ProfileFile file, Optional<Profile> found, String shown) {
    if (environment("AWS_ENDPOINT_URL").isPresent()) {
      return List.of();
    }
    Map<String, String> urls = new LinkedHashMap<>();
    found
        .flatMap(one -> one.property(SETTING))
        .ifPresent(url -> urls.put("%s of profile %s".formatted(SETTING, shown), url));
    found
        .flatMap(one -> one.property("services"))
        .flatMap(name -> file.getSection("services", name))
        .ifPresent(
            services ->
                services
                    .properties()
                    .forEach(
                        (key, value) -> {
                          if (key.endsWith("." + SETTING)) {
                            urls.put("%s of profile %s".formatted(key, shown), value);
                          }
                        }));
    boolean httpAllowed =
        environment(Endpoints.ALLOW_HTTP)
            .filter(value -> value.strip().equalsIgnoreCase("true"))
            .isPresent();
    return urls.entrySet().stream()
        .filter(url -> !url.getValue().isEmpty())
        .flatMap(url -> Endpoints.problem(url.getKey(), url.getValue(), httpAllowed).stream())
        .toList();
  }

  private static Optional<String> environment(String name) {
    return EndpointSettings.variable(name);
  }
}
