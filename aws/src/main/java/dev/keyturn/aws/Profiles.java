package dev.keyturn.aws;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;

/** What is said about profiles and their files. */
final class Profiles {
  private Profiles() {}

  static boolean exists(String profile) {
    return ProfileFile.defaultProfileFile().profile(profile).isPresent();
  }

  /**
   * The message about a profile that does not exist.
   *
   * @param setting what names it
   */
  static String missing(String profile, String setting) {
    return "There is no profile '%s' (%s) in ~/.aws/config or ~/.aws/credentials, or in the files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name."
        .formatted(profile, setting);
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
    return "%s is refused by AWS's SDK for Java, which is stricter than the AWS CLI: %s"
        .formatted(file, String.valueOf(refusal.getMessage()).replaceFirst("\\.$", ""));
  }
}
