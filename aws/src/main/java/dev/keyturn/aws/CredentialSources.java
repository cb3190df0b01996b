package dev.keyturn.aws;

import dev.keyturn.aws.client.Failures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * The places where the SDK looks for credentials, in its order (DefaultCredentialsProvider). If
 * none has credentials, the error names each configured place with its message; the SDK has one
 * long sentence about all places.
 */
final class CredentialSources implements AwsCredentialsProvider {
  /** Settings that say that a profile has credentials. */
  private static final Pattern OF_CREDENTIALS =
      Pattern.compile(
          "aws_(access_key_id|secret_access_key)|role_arn|web_identity_token_file|login_session"
              + "|(credential|sso)_.*");

  /** The list of all sections that the SDK adds to its message. */
  private static final Pattern SECTIONS = Pattern.compile(":? ?ProfileFile\\(.*", Pattern.DOTALL);

  private static final int LONGEST = 400;

  private final List<Source> sources;
  private final AtomicReference<@Nullable AwsCredentialsProvider> found = new AtomicReference<>();

  private CredentialSources(List<Source> sources) {
    this.sources = List.copyOf(sources);
  }

  /**
   * A place.
   *
   * @param configured whether any setting points to this place
   */
  private record Source(
      String name, BooleanSupplier configured, Supplier<AwsCredentialsProvider> provider) {}

  /** The places of the environment; if the command line names a profile, only that profile. */
  static CredentialSources of(Selection selection) {
    if (selection.profile().isPresent()) {
      return new CredentialSources(List.of(profile(selection.profile().get(), () -> true)));
    }
    String profile = ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow();
    return new CredentialSources(
        List.of(
            new Source(
                "The system properties",
                () ->
                    System.getProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property()) != null
                        || System.getProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property())
                            != null,
                SystemPropertyCredentialsProvider::create),
            new Source(
                "The environment",
                () ->
                    inEnvironment(SdkSystemSetting.AWS_ACCESS_KEY_ID)
                        || inEnvironment(SdkSystemSetting.AWS_SECRET_ACCESS_KEY),
                EnvironmentVariableCredentialsProvider::create),
            new Source(
                "The web identity (AWS_WEB_IDENTITY_TOKEN_FILE)",
                () -> isSet(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE),
                WebIdentityTokenFileCredentialsProvider::create),
            profile(profile, () -> isMeant(profile)),
            new Source(
                "The container (AWS_CONTAINER_CREDENTIALS_...)",
                () ->
                    isSet(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI)
                        || isSet(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI),
                ContainerCredentialsProvider::create),
            new Source(
                "The instance's metadata",
                () -> false,
                InstanceProfileCredentialsProvider::create)));
  }

  private static Source profile(String name, BooleanSupplier configured) {
    return new Source(
        "Profile '" + name + "'",
        configured,
        () -> {
          if (!Profiles.exists(name)) {
            throw SdkClientException.create(Profiles.missing(name, "AWS_PROFILE"));
          }
          return ProfileCredentialsProvider.create(name);
        });
  }

  private static boolean inEnvironment(SystemSetting setting) {
    return SystemSetting.getStringValueFromEnvironmentVariable(setting.environmentVariable())
        .filter(value -> !value.isBlank())
        .isPresent();
  }

  private static boolean isSet(SystemSetting setting) {
    return setting.getStringValue().filter(value -> !value.isBlank()).isPresent();
  }

  /** Whether a profile is named, or exists and has settings about credentials. */
  private static boolean isMeant(String profile) {
    return isNamed()
        || ProfileFile.defaultProfileFile()
            .profile(profile)
            .filter(
                found ->
                    found.properties().keySet().stream()
                        .anyMatch(key -> OF_CREDENTIALS.matcher(key).matches()))
            .isPresent();
  }

  private static boolean isNamed() {
    return inEnvironment(ProfileFileSystemSetting.AWS_PROFILE)
        || System.getProperty(ProfileFileSystemSetting.AWS_PROFILE.property()) != null;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    AwsCredentialsProvider known = found.get();
    return known == null ? first() : known.resolveCredentials();
  }

  /** The credentials of the first place that has some; that place is used from now on. */
  private AwsCredentials first() {
    List<String> failures = new ArrayList<>();
    Optional<RuntimeException> unreached = Optional.empty();
    for (Source source : sources) {
      try {
        AwsCredentialsProvider provider = source.provider().get();
        AwsCredentials credentials = provider.resolveCredentials();
        found.set(provider);
        return credentials;
      } catch (RuntimeException e) {
        // Providers throw exceptions of many types.
        if (source.configured().getAsBoolean()) {
          failures.add(source.name() + ": " + words(e));
          unreached = unreached.or(() -> Optional.of(e).filter(Failures::neverSent));
        }
      }
    }
    throw SdkClientException.create(String.join(" ", failures), unreached.orElse(null));
  }

  /** The message, with that of the command or the connection that caused it. */
  private static String words(Throwable failure) {
    Optional<String> unknownHost = Failures.unknownHost(failure);
    if (unknownHost.isPresent()) {
      return unknownHost.get() + ".";
    }
    StringBuilder words = new StringBuilder(plain(failure));
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      // Leave out a parser's message: it may contain the output of a command, which is secret.
      boolean told = cause instanceof IOException || cause instanceof IllegalStateException;
      String more = plain(cause);
      if (told && !cause.getClass().getName().contains("Json") && words.indexOf(more) < 0) {
        words.append(' ').append(more);
      }
    }
    String all = words.toString().strip();
    String cut = all.length() > LONGEST ? all.substring(0, LONGEST) + " ..." : all;
    return cut.endsWith(".") ? cut : cut + ".";
  }

  private static String plain(Throwable failure) {
    return SECTIONS
        .matcher(Failures.withoutAttempts(String.valueOf(failure.getMessage())))
        .replaceAll("")
        .replaceAll("\\s+", " ");
  }
}
