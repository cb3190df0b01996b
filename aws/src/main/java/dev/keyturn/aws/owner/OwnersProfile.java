package dev.keyturn.aws.owner;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.aws.ProfileSettings;
import dev.keyturn.aws.client.EndpointSettings;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * How an owner's profile sets clients of AWS up. The SDK is given this in place of the owner's
 * files, which it would refuse where the AWS CLI does not.
 *
 * @param name of the profile
 * @param settings such as {@code region}, by name
 * @param services the lines of the section that {@code services} names, if it exists
 */
public record OwnersProfile(
    String name, Map<String, String> settings, Optional<List<String>> services) {
  /** What the SDK knows it as, since not every name is one for the SDK. */
  static final String ALIAS = "default";

  private static final String SERVICES = "services";

  /** What the SDK knows its section as. */
  private static final String SERVICES_ALIAS = "owners";

  public OwnersProfile {
    settings = Map.copyOf(settings);
    services = services.map(List::copyOf);
  }

  /** The MFA device, if the profile names one. */
  public Optional<String> mfaSerial() {
    return Optional.ofNullable(settings.get("mfa_serial"));
  }

  Optional<String> region() {
    return Optional.ofNullable(settings.get("region"));
  }

  Optional<String> caBundle() {
    return Optional.ofNullable(settings.get("ca_bundle"));
  }

  /** The problems, each a sentence that names the profile and the setting. */
  public List<String> problems() {
    return ProfileSettings.problems(file(), ALIAS, name);
  }

  /** Its endpoints and those of the environment. */
  EndpointSettings endpoints() {
    return new EndpointSettings(file(), ALIAS);
  }

  /** The same as a file of the SDK's. */
  private ProfileFile file() {
    String text =
        settings.entrySet().stream()
            .filter(setting -> services.isEmpty() || !setting.getKey().equals(SERVICES))
            .map(setting -> setting.getKey() + " = " + setting.getValue() + "\n")
            .collect(Collectors.joining("", "[" + ALIAS + "]\n", ""));
    String section =
        services
            .map(
                lines ->
                    "%1$s = %2$s\n[%1$s %2$s]\n%3$s\n"
                        .formatted(SERVICES, SERVICES_ALIAS, String.join("\n", lines)))
            .orElse("");
    return ProfileFile.builder()
        .content(new ByteArrayInputStream((text + section).getBytes(UTF_8)))
        .type(ProfileFile.Type.CONFIGURATION)
        .build();
  }
}
