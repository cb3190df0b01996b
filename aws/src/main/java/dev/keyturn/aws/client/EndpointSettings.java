package dev.keyturn.aws.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
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

  /** Who reads such names only, for messages. */
  public static final String LEGAL_NAMES =
      "AWS's SDK for Java, which reads only names of letters, digits and _-/.%@:+";

  /** Whether the SDK reads a profile or a section of this name. */
  public static boolean isLegal(String name) {
    return name.matches(LEGAL_NAME);
  }

  public static EndpointSettings of(String profile) {
    return new EndpointSettings(ProfileFile.defaultProfileFile(), profile);
  }

  /**
   * The endpoint of a service, if one is set.
   *
   * @param service its name in profiles, such as {@code sso_oidc}
   */
  public Optional<URI> endpoint(String service) {
    return value(service).map(URI::create);
  }

  /** The value that {@link #endpoint} reads. */
  Optional<String> value(String service) {
    return ignored()
        ? Optional.empty()
        : values(service).filter(value -> !value.isEmpty()).findFirst();
  }

  /** Whether the SDK would take an empty value as the service's endpoint. */
  boolean emptyFor(String service) {
    return !ignored() && values(service).findFirst().filter(String::isEmpty).isPresent();
  }

  /** The name of the service's own setting, if it is empty. */
  Optional<String> emptyOf(String service) {
    String variable = variableOf(service);
    return SystemSetting.getStringValueFromEnvironmentVariable(variable)
        .map(value -> Map.entry(variable, value))
        .or(
            () ->
                inServices(service)
                    .or(() -> inProfile(service))
                    .map(value -> Map.entry(ofService(service) + " of profile " + profile, value)))
        .filter(named -> !ignored() && named.getValue().isEmpty())
        .map(Map.Entry::getKey);
  }

  private static String variableOf(String service) {
    return FOR_ALL + "_" + service.toUpperCase(Locale.ROOT);
  }

  private static String ofService(String service) {
    return service + "." + ProfileProperty.ENDPOINT_URL;
  }

  private Optional<String> inServices(String service) {
    return file.profile(profile)
        .flatMap(one -> one.property("services"))
        .flatMap(name -> file.getSection("services", name))
        .flatMap(section -> section.property(ofService(service)));
  }

  private Optional<String> inProfile(String service) {
    return file.profile(profile).flatMap(one -> one.property(ofService(service)));
  }

  /** All values, empty ones included, in the SDK's order. */
  private Stream<String> values(String service) {
    return Stream.of(
            SystemSetting.getStringValueFromEnvironmentVariable(variableOf(service)),
            SystemSetting.getStringValueFromEnvironmentVariable(FOR_ALL),
            inServices(service),
            inProfile(service),
            file.profile(profile).flatMap(one -> one.property(ProfileProperty.ENDPOINT_URL)))
        .flatMap(Optional::stream);
  }

  /** A variable that is set and not empty. */
  public static Optional<String> variable(String name) {
    return SystemSetting.getStringValueFromEnvironmentVariable(name)
        .filter(value -> !value.isEmpty());
  }

  /** Whether all endpoints are ignored. */
  public boolean ignored() {
    return variable(IGNORED)
        .or(
            () ->
                file.profile(profile)
                    .flatMap(one -> one.property("ignore_configured_endpoint_urls")))
        .filter(value -> value.equalsIgnoreCase("true"))
        .isPresent();
  }

  /** Sends a client's calls to an endpoint; the SDK refuses FIPS and dual stack beside one. */
  public static void override(AwsClientBuilder<?, ?> builder, URI endpoint) {
    builder.endpointOverride(endpoint);
    builder.fipsEnabled(false);
    builder.dualstackEnabled(false);
  }

  /** The profiles for a client whose endpoint is resolved here: the SDK resolves none itself. */
  public ProfileFile forClients() {
    if (!isLegal(profile)) {
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
