package dev.keyturn.aws;

import dev.keyturn.aws.client.EndpointSettings;
import dev.keyturn.settings.AwsSettings;
import dev.keyturn.settings.Endpoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * The values in a profile: {@code endpoint_url}, also of each called service in its {@code
 * services} section, and settings such as {@code use_fips_endpoint}. The rules are those for the
 * environment, which takes precedence.
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
    List<String> problems = new ArrayList<>(endpoints(file, profile, shown));
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

  private static List<String> endpoints(ProfileFile file, String profile, String shown) {
    if (environment("AWS_ENDPOINT_URL").isPresent()
        || new EndpointSettings(file, profile).ignored()) {
      return List.of();
    }
    Optional<Profile> found = file.profile(profile);
    Optional<String> name =
        found.flatMap(one -> one.property("services")).filter(value -> !value.isEmpty());
    Optional<Profile> services = name.flatMap(value -> file.getSection("services", value));
    if (name.isPresent() && services.isEmpty()) {
      return List.of(missing(name.get(), shown));
    }
    boolean httpAllowed =
        environment(Endpoints.ALLOW_HTTP)
            .filter(value -> value.strip().equalsIgnoreCase("true"))
            .isPresent();
    return Stream.concat(
            Stream.of(SETTING), Endpoints.SERVICES.stream().map(service -> service + "." + SETTING))
        .flatMap(
            setting ->
                services
                    .flatMap(one -> one.property(setting))
                    .or(() -> found.flatMap(one -> one.property(setting)))
                    .filter(value -> !value.isEmpty())
                    .flatMap(
                        value ->
                            Endpoints.problem(
                                "%s of profile %s".formatted(setting, shown), value, httpAllowed))
                    .stream())
        .toList();
  }

  private static String missing(String services, String shown) {
    return "services of profile %s names '%s', and there is no section [services %s]"
            .formatted(shown, services, services)
        + (EndpointSettings.isLegal(services) ? "" : " for " + EndpointSettings.LEGAL_NAMES);
  }

  private static Optional<String> environment(String name) {
    return EndpointSettings.variable(name);
  }
}
