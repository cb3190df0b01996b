package dev.keyturn.aws;

import dev.keyturn.aws.client.EmptySettings;
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
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * The places where the SDK looks for credentials, in its order (DefaultCredentialsProvider). If
 * none has credentials, the error names each configured place with its message; the SDK has one
 * long sentence about all places. As in the AWS CLI, no later place takes the place of one that is
 * configured and fails: its credentials are another identity's.
 */
final class CredentialSources implements AwsCredentialsProvider {
  /** The list of all sections that the SDK adds to its message. */
  private static final Pattern SECTIONS = Pattern.compile(":? ?ProfileFile\\(.*", Pattern.DOTALL);

  /** What the SDK says about all that is wrong with a command's output, which is secret. */
  private static final String OF_A_COMMAND = "Failed to refresh process-based credentials.";

  private static final int LONGEST = 400;

  private final List<Source> sources;
  private final AtomicReference<@Nullable AwsCredentialsProvider> found = new AtomicReference<>();

  private CredentialSources(List<Source> sources) {
    this.sources = List.copyOf(sources);
  }

  /** What the settings say about a place. */
  private enum Configured {
    NOT,
    /** A profile is named, and may be meant for other settings. */
    PERHAPS,
    YES
  }

  /** A place. */
  private record Source(
      String name, Supplier<Configured> configured, Supplier<AwsCredentialsProvider> provider) {
    static Source of(
        String name, BooleanSupplier configured, Supplier<AwsCredentialsProvider> provider) {
      return new Source(
          name, () -> configured.getAsBoolean() ? Configured.YES : Configured.NOT, provider);
    }
  }

  /** The places of the environment; if the command line names a profile, only that profile. */
  static CredentialSources of(Selection selection) {
    if (selection.profile().isPresent()) {
      return new CredentialSources(
          List.of(profile(selection.profile().get(), () -> Configured.YES)));
    }
    String profile = EmptySettings.profile();
    return new CredentialSources(
        List.of(
            Source.of(
                "The system properties",
                () ->
                    System.getProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property()) != null
                        || System.getProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property())
                            != null,
                SystemPropertyCredentialsProvider::create),
            Source.of(
                "The environment",
                () ->
                    inEnvironment(SdkSystemSetting.AWS_ACCESS_KEY_ID)
                        || inEnvironment(SdkSystemSetting.AWS_SECRET_ACCESS_KEY),
                EnvironmentVariableCredentialsProvider::create),
            Source.of(
                "The web identity (AWS_WEB_IDENTITY_TOKEN_FILE)",
                () -> isSet(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE),
                WebIdentityTokenFileCredentialsProvider::create),
            profile(profile, () -> configured(profile)),
            Source.of(
                "The container (AWS_CONTAINER_CREDENTIALS_...)",
                () ->
                    isSet(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI)
                        || isSet(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI),
                ContainerCredentialsProvider::create),
            Source.of(
                "The instance's metadata",
                () -> false,
                InstanceProfileCredentialsProvider::create)));
  }

  private static Source profile(String name, Supplier<Configured> configured) {
    return new Source(
        "Profile '" + name + "'",
        configured,
        () -> {
          Profile found =
              Profiles.find(name)
                  .orElseThrow(
                      () -> SdkClientException.create(Profiles.missing(name, "AWS_PROFILE")));
          Profiles.objection(found)
              .ifPresent(
                  why -> {
                    throw SdkClientException.create(why);
                  });
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

  private static Configured configured(String profile) {
    ProfileFileSystemSetting setting = ProfileFileSystemSetting.AWS_PROFILE;
    boolean named =
        inEnvironment(setting)
            || !System.getProperty(setting.property(), setting.defaultValue())
                .equals(setting.defaultValue());
    Optional<Profile> found = Profiles.find(profile);
    if (found.isEmpty() ? named : Profiles.hasCredentials(found.get())) {
      return Configured.YES;
    }
    return named ? Configured.PERHAPS : Configured.NOT;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    AwsCredentialsProvider known = found.get();
    return known == null ? first() : known.resolveCredentials();
  }

  /**
   * The credentials of the first place that has some, unless one before it is configured and fails;
   * that place is used from now on.
   */
  private AwsCredentials first() {
    List<String> failures = new ArrayList<>();
    Optional<RuntimeException> unreached = Optional.empty();
    boolean failed = false;
    for (Source source : sources) {
      if (failed && source.configured().get() == Configured.NOT) {
        continue;
      }
      try {
        AwsCredentialsProvider provider = source.provider().get();
        AwsCredentials credentials = provider.resolveCredentials();
        if (!failed) {
          found.set(provider);
          return credentials;
        }
      } catch (RuntimeException e) {
        // Providers throw exceptions of many types.
        Configured configured = source.configured().get();
        if (configured != Configured.NOT) {
          failures.add(source.name() + ": " + words(e));
          unreached = unreached.or(() -> Optional.of(e).filter(Failures::neverSent));
        }
        failed |= configured == Configured.YES;
      }
    }
    String all = String.join(" ", failures) + " " + Profiles.unread();
    throw SdkClientException.create(all.strip(), unreached.orElse(null));
  }

  /** The message, with that of the command or the connection that caused it. */
  private static String words(Throwable failure) {
    Optional<String> known =
        Failures.unusableSetting(failure).or(() -> Failures.unknownHost(failure));
    if (known.isPresent()) {
      return known.get() + ".";
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
    if (words.indexOf(OF_A_COMMAND) == 0 && words.length() == OF_A_COMMAND.length()) {
      words.append(
          " The output of credential_process is not what AWS describes: JSON with Version 1.");
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
