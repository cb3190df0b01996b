package dev.keyturn.aws.client;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * Makes empty values of AWS's settings count as unset, as in the AWS CLI; the SDK refuses them. The
 * means are system properties, which go before variables and also reach the clients that the SDK
 * creates for itself.
 */
public final class EmptySettings {
  /** The settings that the SDK refuses if they are empty, and what it uses without them. */
  private static final Map<SdkSystemSetting, String> USUAL =
      Map.of(
          SdkSystemSetting.AWS_USE_FIPS_ENDPOINT, "false",
          SdkSystemSetting.AWS_USE_DUALSTACK_ENDPOINT, "false",
          SdkSystemSetting.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS, "false",
          SdkSystemSetting.AWS_DISABLE_REQUEST_COMPRESSION, "false",
          SdkSystemSetting.AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES, "10240",
          SdkSystemSetting.AWS_REQUEST_CHECKSUM_CALCULATION, "when_supported",
          SdkSystemSetting.AWS_RESPONSE_CHECKSUM_VALIDATION, "when_supported",
          SdkSystemSetting.AWS_DEFAULTS_MODE, "legacy",
          SdkSystemSetting.AWS_EC2_METADATA_DISABLED, "false",
          SdkSystemSetting.AWS_ENABLE_DEFAULT_SOCKET_TIMEOUT_2026, "false");

  /** The services that the SDK's own clients call, and their names in system properties. */
  private static final Map<String, String> OF_THE_SDK =
      Map.of("sts", "Sts", "sso", "Sso", "sso_oidc", "SsoOidc", "signin", "Signin");

  private EmptySettings() {}

  /** The profile that {@code AWS_PROFILE} names, or the default one. */
  public static String profile() {
    ProfileFileSystemSetting setting = ProfileFileSystemSetting.AWS_PROFILE;
    if (setting.getStringValue().filter(String::isEmpty).isPresent()) {
      System.setProperty(setting.property(), setting.defaultValue());
    }
    return setting.getStringValueOrThrow();
  }

  /**
   * The empty endpoints of services that cannot count as unset, each a sentence: the SDK's own
   * client would take it as a URL, and another of its services has an endpoint.
   */
  public static List<String> problems(EndpointSettings settings) {
    Optional<String> other =
        OF_THE_SDK.keySet().stream()
            .filter(service -> settings.value(service).isPresent())
            .min(Comparator.naturalOrder());
    return OF_THE_SDK.keySet().stream()
        .sorted()
        .filter(service -> settings.value(service).isEmpty())
        .flatMap(service -> settings.emptyOf(service).stream())
        .flatMap(
            empty ->
                other
                    .map(
                        set ->
                            "%s is empty, and %s has an endpoint: remove the empty one"
                                .formatted(empty, set))
                    .stream())
        .toList();
  }

  /** Does so for the process, whose clients use this profile. */
  public static void countAsUnset(EndpointSettings settings) {
    USUAL.forEach((setting, usual) -> countAsUnset(settings, setting, usual));
    if (OF_THE_SDK.keySet().stream().noneMatch(settings::emptyFor)) {
      return;
    }
    boolean any = false;
    for (Map.Entry<String, String> service : OF_THE_SDK.entrySet()) {
      Optional<URI> endpoint = settings.endpoint(service.getKey());
      endpoint.ifPresent(
          url -> System.setProperty("aws.endpointUrl" + service.getValue(), url.toString()));
      any |= endpoint.isPresent();
    }
    if (!any) {
      System.setProperty(SdkSystemSetting.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS.property(), "true");
    }
  }

  private static void countAsUnset(
      EndpointSettings settings, SdkSystemSetting setting, String usual) {
    String variable = setting.environmentVariable();
    Optional<String> inEnvironment = SystemSetting.getStringValueFromEnvironmentVariable(variable);
    Optional<String> inProfile =
        settings
            .file()
            .profile(settings.profile())
            .flatMap(
                one -> one.property(variable.substring("AWS_".length()).toLowerCase(Locale.ROOT)));
    if (inEnvironment.or(() -> inProfile).filter(String::isEmpty).isPresent()) {
      System.setProperty(
          setting.property(), inProfile.filter(value -> !value.isEmpty()).orElse(usual));
    }
  }
}
