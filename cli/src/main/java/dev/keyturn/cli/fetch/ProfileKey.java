package dev.keyturn.cli.fetch;

import dev.keyturn.aws.owner.OwnersKey;
import dev.keyturn.cli.fetch.ProfileFile.Kind;
import dev.keyturn.cli.fetch.ProfileFile.Lookup;
import dev.keyturn.cli.fetch.ProfileFile.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A profile that holds a long-lived key, in the file where it stands.
 *
 * @param path the file itself, behind all links
 * @param file as it was read
 */
record ProfileKey(Path path, ProfileFile file, Section section, OwnersKey key) {
  /** Settings by which a profile gets its credentials from elsewhere, and what that is. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "sso_session", "signs in through IAM Identity Center (sso_session)",
          "sso_start_url", "signs in through IAM Identity Center (sso_start_url)",
          "login_session", "signs in by 'aws login' (login_session)",
          "credential_process", "gets its credentials from a program (credential_process)",
          "web_identity_token_file", "takes on a role by a token (web_identity_token_file)",
          "credential_source", "takes on a role by this machine's own (credential_source)");

  /**
   * Finds the key of a profile: in the credentials file, else in the config file, as the AWS CLI
   * does.
   *
   * @param environment to tell an owner whose key stands there instead
   */
  static ProfileKey of(OwnersFiles files, String profile, Map<String, String> environment)
      throws CannotFetch {
    Optional<ProfileKey> found = in(files.credentials(), Kind.CREDENTIALS, profile);
    if (found.isEmpty()) {
      found = in(files.config(), Kind.CONFIG, profile);
    }
    if (found.isPresent()) {
      return found.get();
    }
    boolean inEnvironment = !environment.getOrDefault("AWS_ACCESS_KEY_ID", "").isBlank();
    throw new CannotFetch(
        "There is no profile %s with an access key, neither in %s nor in %s.%s"
            .formatted(
                profile,
                files.credentials(),
                files.config(),
                inEnvironment
                    ? " AWS_ACCESS_KEY_ID is set: a key in the environment can only be replaced"
                        + " where it is set. Fetch the file by the 'aws s3 cp' line of the mail,"
                        + " and put the new key there."
                    : " Name the profile that holds the old key, as in --profile work; 'aws"
                        + " configure list-profiles' lists them."));
  }

  private static Optional<ProfileKey> in(Path place, Kind kind, String profile) throws CannotFetch {
    if (!Files.exists(place)) {
      return Optional.empty();
    }
    try {
      Path path = place.toRealPath();
      ProfileFile file = ProfileFile.of(kind, Files.readAllBytes(path));
      return switch (file.look(profile)) {
        case Lookup.Absent() -> Optional.empty();
        case Lookup.Ambiguous(String why) ->
            throw new CannotFetch("%s cannot be changed safely: %s.".formatted(path, why));
        case Lookup.Present(Section section) -> {
          demandALongLivedKey(path, file, section);
          yield file.key(section).map(key -> new ProfileKey(path, file, section, key));
        }
      };
    } catch (IOException e) {
      throw new CannotFetch(
          "%s cannot be read: %s. Run this as the user to whom it belongs."
              .formatted(place, InPlace.words(e)));
    } catch (IllegalArgumentException e) {
      throw new CannotFetch(
          "Profile %s of %s holds no access key: %s.".formatted(profile, place, e.getMessage()));
    }
  }

  private static void demandALongLivedKey(Path path, ProfileFile file, Section section)
      throws CannotFetch {
    String whose = "Profile " + section.profile() + " of " + path + " ";
    boolean id = file.setting(section, ProfileFile.ID).isPresent();
    boolean secret = file.hasSecret(section);
    if (id != secret) {
      throw new CannotFetch(
          whose
              + "has only one half of a key: %s is missing. Put the new key there by 'aws configure --profile %s'."
                  .formatted(id ? ProfileFile.SECRET : ProfileFile.ID, section.profile()));
    }
    if (id && file.setting(section, "aws_session_token").isPresent()) {
      throw new CannotFetch(
          whose
              + "holds temporary credentials (aws_session_token), which a program put there."
              + " Name the profile with the long-lived key that it made them from.");
    }
    if (id) {
      return;
    }
    Optional<String> source = file.setting(section, "source_profile");
    if (source.isPresent()) {
      throw new CannotFetch(
          whose
              + "takes on a role with the key of profile %1$s. Run this again with --profile %1$s."
                  .formatted(source.get()));
    }
    for (Map.Entry<String, String> elsewhere : ELSEWHERE.entrySet()) {
      if (file.setting(section, elsewhere.getKey()).isPresent()) {
        throw new CannotFetch(
            whose
                + elsewhere.getValue()
                + " and holds no access key that could be replaced. Name the profile that holds the"
                + " old key.");
      }
    }
  }

  /** The other profiles of the same file that hold the same key. */
  List<String> others() {
    return file.othersWith(key.id(), section);
  }

  @Override
  public String toString() {
    return "Holding[" + path + ", " + section.profile() + ", " + key.id() + "]";
  }
}
