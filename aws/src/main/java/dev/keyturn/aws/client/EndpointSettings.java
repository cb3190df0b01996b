package dev.keyturn.aws.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * The endpoints of the environment and a profile. An empty value counts as unset, as in the AWS
 * CLI; the SDK takes it as a URL, so its clients get {@link #forClients} and an override instead.
 */
public record EndpointSettings(ProfileFile file, String profile) {
  private static final String FOR_ALL = "AWS_ENDPOINT_URL";
  private static final String IGNORED = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS";

  /** Names that the SDK reads in a profile's heading. */
  private static final String LEGAL_NAME = "[\\w/.%@:+-]+";

  public static EndpointSettings of(String profile) {
    return new EndpointSettings(ProfileFile.defaultProfileFile(), profile);
  }

  /**
   * The endpoint of a service, if one is set.
   *
   * @param service its name in profiles, such as {@code sso_oidc}
   */
  public Optional<URI> endpoint(String service) {
    return ignored()
        ? Optional.empty()
        : values(service).filter(value -> !value.isEmpty()).findFirst().map(URI::create);
  }

  /** Whether the SDK would take an empty value as the service's endpoint. */
  boolean emptyFor(String service) {
    return !ignored() && values(service).findFirst().filter(String::isEmpty).isPresent();
  }

  /** All values, empty ones included, in the SDK's order. */
  private Stream<String> values(String service) {
    Optional<Profile> found = file.profile(profile);
    String inProfile = service + "." + ProfileProperty.ENDPOINT_URL;
    return Stream.of(
            SystemSetting.getStringValueFromEnvironmentVariable(
                FOR_ALL + "_" + service.toUpperCase(Locale.ROOT)),
            SystemSetting.getStringValueFromEnvironmentVariable(FOR_ALL),
            found
                .flatMap(one -> one.property("services"))
                .flatMap(name -> file.getSection("services", name))
                .flatMap(section -> section.property(inProfile)),
            found.flatMap(one -> one.property(inProfile)),
            found.flatMap(one -> one.property(ProfileProperty.ENDPOINT_URL)))
        .flatMap(Optional::stream);
  }

  /** A variable that is set and not empty. */
  public static Optional<String> variable(String name) {
    return SystemSetting.getStringValueFromEnvironmentVariable(name)
        .filter(value -> !value.isEmpty());
  }

  private boolean ignored() {
    return variable(IGNORED)
        .or(
            () ->
                file.profile(profile)
                    .flatMap(one -> one.property("ignore_configured_endpoint_urls")))
        .filter(value -> value.equalsIgnoreCase("true"))
        .isPresent();
  }

  /** The profiles for a client whose endpoint is resolved here: the SDK resolves none itself. */
  public ProfileFile forClients() {
    if (!profile.matches(LEGAL_NAME)) {
      return file;
    }
    String overlay = "[profile %s]\nignore_configured_endpoint_urls = true\n".formatted(profile);
    return ProfileFile.aggregator()
        .addFile(
            ProfileFile.builder()
                .content(new ByteArrayInputStream(overlay.getBytes(UTF_8)))
                .type(ProfileFile.Type.CONFIGURATION)
                .build())
        .addFile(file)
        .build();
  }
}
