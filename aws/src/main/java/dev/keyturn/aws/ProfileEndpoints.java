package dev.keyturn.aws;

import dev.keyturn.settings.Endpoints;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * The endpoints in a profile: {@code endpoint_url}, and that of each service in its {@code
 * services} section. The rules are those for {@code AWS_ENDPOINT_URL}, which takes precedence.
 */
final class ProfileEndpoints {
  private static final String SETTING = "endpoint_url";

  private ProfileEndpoints() {}

  /** The problems, each a sentence that names the profile and the setting. */
  public static List<String> problems(String profile) {
    if (environment("AWS_ENDPOINT_URL").isPresent()) {
      return List.of();
    }
    ProfileFile file = ProfileFile.defaultProfileFile();
    Map<String, String> urls = new LinkedHashMap<>();
    Optional<Profile> found = file.profile(profile);
    found
        .flatMap(one -> one.property(SETTING))
        .ifPresent(url -> urls.put("%s of profile %s".formatted(SETTING, profile), url));
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
                            urls.put("%s of profile %s".formatted(key, profile), value);
                          }
                        }));
    boolean httpAllowed =
        environment(Endpoints.ALLOW_HTTP)
            .filter(value -> value.strip().equalsIgnoreCase("true"))
            .isPresent();
    return urls.entrySet().stream()
        .flatMap(url -> Endpoints.problem(url.getKey(), url.getValue(), httpAllowed).stream())
        .toList();
  }

  private static Optional<String> environment(String name) {
    return SystemSetting.getStringValueFromEnvironmentVariable(name)
        .filter(value -> !value.isEmpty());
  }
}
