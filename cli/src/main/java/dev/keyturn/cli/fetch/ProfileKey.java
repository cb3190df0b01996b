package dev.keyturn.cli.fetch;

import dev.keyturn.aws.owner.OwnersKey;
import dev.keyturn.aws.owner.OwnersProfile;
import dev.keyturn.cli.fetch.ProfileFile.Kind;
import dev.keyturn.cli.fetch.ProfileFile.Lookup;
import dev.keyturn.cli.fetch.ProfileFile.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A profile with a long-lived key, and its file.
 *
 * @param path the file itself, behind all links
 * @param file as it was read
 * @param profile how it sets clients of AWS up
 */
public record ProfileKey(
    Path path, ProfileFile file, Section section, OwnersKey key, OwnersProfile profile) {
  /** Settings by which a profile gets its credentials from elsewhere, and a description of each. */
  static final Map<String, String> ELSEWHERE =
      Map.of(
          "sso_session", "signs in through IAM Identity Center (sso_session)",
          "sso_start_url", "signs in through IAM Identity Center (sso_start_url)",
          "login_session", "signs in by 'aws login' (login_session)",
          "credential_process", "gets its credentials from a program (credential_process)",
          "web_identity_token_file", "takes on a role by a token (web_identity_token_file)",
          "credential_source", "takes on a role by this machine's own (credential_source)");

  /** Reads as an empty file. */
  private static final Path NOTHING = Path.of("/dev/null");

  /**
   * Finds the key of a profile: in the credentials file, else in the config file, as the AWS CLI
   * does.
   *
   * @param environment to tell an owner whose key stands there instead
   */
  public static ProfileKey of(OwnersFiles files, String profile, Map<String, String> environment)
      throws CannotFetch {
    Optional<Found> credentials = in(files.credentials(), Kind.CREDENTIALS, profile);
    Optional<Found> config = in(files.config(), Kind.CONFIG, profile);
    List<Found> both = Stream.of(config, credentials).flatMap(Optional::stream).toList();
    Optional<Found> found =
        credentials.filter(Found::hasAnyHalf).or(() -> config.filter(Found::hasAnyHalf));
    for (Found one : both) {
      one.demandNoOther(found);
    }
    if (found.isPresent()) {
      return found.get().profileKey(connection(profile, both));
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

  private static Optional<Found> in(Path place, Kind kind, String profile) throws CannotFetch {
    if (!Files.exists(place)) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(place) && !place.equals(NOTHING)) {
      throw new CannotFetch(
          "%s is no regular file, such as a folder or a pipe. Name the file itself in %s."
              .formatted(
                  place,
                  kind == Kind.CREDENTIALS ? "AWS_SHARED_CREDENTIALS_FILE" : "AWS_CONFIG_FILE"));
    }
    try {
      Path path = place.toRealPath();
      ProfileFile file = ProfileFile.of(kind, Files.readAllBytes(path));
      return switch (file.look(profile)) {
        case Lookup.Absent() -> Optional.empty();
        case Lookup.Ambiguous(String why) ->
            throw new CannotFetch("%s cannot be changed safely: %s.".formatted(path, why));
        case Lookup.Present(Section section) -> Optional.of(new Found(path, file, section));
      };
    } catch (IOException e) {
      throw new CannotFetch(
          "%s cannot be read: %s. Run this as the user to whom it belongs."
              .formatted(place, FileWords.of(e)));
    }
  }

  /** The credentials file takes precedence over the config file. */
  private static OwnersProfile connection(String profile, List<Found> both) {
    Map<String, String> settings = new TreeMap<>();
    both.forEach(one -> settings.putAll(one.file().clients(one.section())));
    String services = settings.getOrDefault(ProfileFile.SERVICES, "");
    return new OwnersProfile(
        profile,
        settings,
        both.stream().flatMap(one -> one.file().services(services).stream()).findFirst());
  }

  /** A profile in a file. */
  private record Found(Path path, ProfileFile file, Section section) {
    private boolean has(String setting) {
      return file.setting(section, setting).isPresent();
    }

    boolean hasAnyHalf() {
      return has(ProfileFile.ID) || file.hasSecret(section);
    }

    private String whose() {
      return "Profile " + section.profile() + " of " + path + " ";
    }

    /** Checks that no setting in the profile takes precedence over its own key. */
    void demandNoOther(Optional<Found> key) throws CannotFetch {
      if (key.isPresent() && ProfileFile.TOKENS.stream().anyMatch(this::has)) {
        throw new CannotFetch(
            whose()
                + "holds temporary credentials (aws_session_token), which a program put there."
                + " Name the profile with the long-lived key that it made them from.");
      }
      String source = file.setting(section, ProfileFile.SOURCE).orElse(section.profile());
      if (!source.equals(section.profile()) && (key.isEmpty() || has(ProfileFile.ROLE))) {
        throw new CannotFetch(
            whose()
                + "takes on a role with the key of profile %1$s. Run this again with --profile %1$s."
                    .formatted(source));
      }
      for (Map.Entry<String, String> elsewhere : new TreeMap<>(ELSEWHERE).entrySet()) {
        if (has(elsewhere.getKey())) {
          throw new CannotFetch(
              whose()
                  + elsewhere.getValue()
                  + " and holds no access key that would be used. Name the profile that holds the"
                  + " old key.");
        }
      }
    }

    ProfileKey profileKey(OwnersProfile profile) throws CannotFetch {
      if (has(ProfileFile.ID) != file.hasSecret(section)) {
        throw new CannotFetch(
            whose()
                + "has only one half of a key: %s is missing. Put the new key there by 'aws configure --profile %s'."
                    .formatted(
                        has(ProfileFile.ID) ? ProfileFile.SECRET : ProfileFile.ID,
                        section.profile()));
      }
      try {
        return new ProfileKey(path, file, section, file.key(section).orElseThrow(), profile);
      } catch (IllegalArgumentException e) {
        throw new CannotFetch(whose() + "holds no access key: %s.".formatted(e.getMessage()));
      }
    }
  }

  /** The other profiles of the same file with the same key. */
  List<String> others() {
    return file.othersWith(key.id(), section);
  }

  @Override
  public String toString() {
    return "Holding[" + path + ", " + section.profile() + ", " + key.id() + "]";
  }
}
