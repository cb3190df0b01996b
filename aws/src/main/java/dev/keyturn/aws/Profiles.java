package dev.keyturn.aws;

import dev.keyturn.aws.client.EndpointSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;

/** What is said about profiles and their files. */
final class Profiles {
  /** Settings that say that a profile has credentials. */
  private static final Pattern OF_CREDENTIALS =
      Pattern.compile(
          "aws_(access_key_id|secret_access_key)|role_arn|web_identity_token_file|login_session"
              + "|(credential|sso)_.*");

  /** Where the credentials for a role come from. */
  private static final List<String> SOURCES =
      List.of("source_profile", "credential_source", "web_identity_token_file");

  private Profiles() {}

  static Optional<Profile> find(String profile) {
    return ProfileFile.defaultProfileFile().profile(profile);
  }

  /** Whether a profile has settings about credentials; empty ones count as unset. */
  static boolean hasCredentials(Profile profile) {
    return profile.properties().entrySet().stream()
        .anyMatch(
            setting ->
                OF_CREDENTIALS.matcher(setting.getKey()).matches()
                    && !setting.getValue().isBlank());
  }

  /** Why a profile has no credentials for the SDK, where the SDK's words are misleading. */
  static Optional<String> objection(Profile profile) {
    if (!hasCredentials(profile)) {
      return Optional.of(
          "Profile file contained no credentials for profile '%s'.".formatted(profile.name()));
    }
    if (value(profile, "role_arn").isEmpty()) {
      return Optional.empty();
    }
    if (SOURCES.stream().allMatch(source -> value(profile, source).isEmpty())) {
      return Optional.of(
          "role_arn needs one of %s beside it.".formatted(String.join(", ", SOURCES)));
    }
    return profile.property("source_profile").filter(profile.name()::equals).isPresent()
        ? Optional.of(
            "source_profile names the profile itself, which AWS's SDK for Java does not follow:"
                + " move the key to a profile of its own.")
        : Optional.empty();
  }

  private static Optional<String> value(Profile profile, String setting) {
    return profile.property(setting).filter(value -> !value.isBlank());
  }

  /** Which files that the environment names are not read, in a sentence for each. */
  static String unread() {
    return Map.of(
            "AWS_CONFIG_FILE", ProfileFileLocation.configurationFilePath(),
            "AWS_SHARED_CREDENTIALS_FILE", ProfileFileLocation.credentialsFilePath())
        .entrySet()
        .stream()
        .filter(
            file ->
                EndpointSettings.variable(file.getKey()).isPresent()
                    && !(Files.isRegularFile(file.getValue()) && Files.isReadable(file.getValue())))
        .map(
            file ->
                "%s names %s, which does not exist or is no readable file."
                    .formatted(file.getKey(), file.getValue()))
        .sorted()
        .collect(Collectors.joining(" "));
  }

  /**
   * The message about a profile that does not exist.
   *
   * @param setting what names it
   */
  static String missing(String profile, String setting) {
    return "There is no profile '%s' (%s) in ~/.aws/config or ~/.aws/credentials, or in the files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name%s."
        .formatted(
            profile,
            setting,
            EndpointSettings.isLegal(profile) ? "" : ", for " + EndpointSettings.LEGAL_NAMES);
  }

  /** The message about a file that the SDK refuses, with its path; the AWS CLI may read it. */
  static String refused(IllegalArgumentException refusal) {
    Map<Path, ProfileFile.Type> files = new LinkedHashMap<>();
    files.put(ProfileFileLocation.configurationFilePath(), ProfileFile.Type.CONFIGURATION);
    files.put(ProfileFileLocation.credentialsFilePath(), ProfileFile.Type.CREDENTIALS);
    for (Map.Entry<Path, ProfileFile.Type> file : files.entrySet()) {
      try {
        if (Files.exists(file.getKey())) {
          ProfileFile.builder().content(file.getKey()).type(file.getValue()).build();
        }
      } catch (IllegalArgumentException e) {
        return message(file.getKey().toString(), e);
      }
    }
    return message("A profile file", refusal);
  }

  private static String message(String file, IllegalArgumentException refusal) {
    return "%s is refused by AWS's SDK for Java: %s"
        .formatted(file, String.valueOf(refusal.getMessage()).replaceFirst("\\.$", ""));
  }
}
