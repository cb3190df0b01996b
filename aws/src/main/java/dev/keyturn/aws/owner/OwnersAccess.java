package dev.keyturn.aws.owner;

import dev.keyturn.aws.Aws;
import dev.keyturn.aws.client.BoundedRead;
import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.client.Denial;
import dev.keyturn.aws.client.EmptySettings;
import dev.keyturn.aws.client.EndpointSettings;
import dev.keyturn.aws.client.Failures;
import dev.keyturn.aws.client.Network;
import dev.keyturn.aws.client.Replies;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.port.Account.Identity;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.throttle.RetryPolicy;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyLastUsed;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.utils.SdkAutoCloseable;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * The five calls by which an owner gets a new key; none of them writes. Each is signed with the
 * given key, never with credentials from the chain, so that it is clear whom the answer is about.
 * Region and endpoint come from the profile and the standard settings.
 */
public final class OwnersAccess implements AutoCloseable {
  /** The maximum length of a file with a key, in bytes; usual files have about a hundred. */
  private static final int LONGEST = 16 * 1024;

  /** In seconds; AWS gives none that is shorter. */
  private static final int SHORTEST_SESSION = 900;

  private static final Pattern FILE = Pattern.compile("(?<u>[^/]+)/\\k<u>_(\\w+)\\.csv");

  private final S3Client s3;
  private final StsClient sts;
  private final IamClient iam;
  private final Calls calls;
  private final List<SdkAutoCloseable> closeables;

  private OwnersAccess(S3Client s3, StsClient sts, IamClient iam, Calls calls, SdkHttpClient http) {
    this.s3 = s3;
    this.sts = sts;
    this.iam = iam;
    this.calls = calls;
    this.closeables = List.of(s3, sts, iam, http);
  }

  /** The files that an owner can fetch. */
  public sealed interface Waiting {
    /** The keys whose files are not empty, the newest file first. */
    record Files(List<KeyId> keys) implements Waiting {
      public Files {
        keys = List.copyOf(keys);
      }
    }

    /** S3 refused to list, with this message. */
    record Refused(Refusal refusal, String words) implements Waiting {}
  }

  /** The result of fetching a file. */
  public sealed interface Fetched {
    /** The file has this key of this user. */
    record Credentials(String user, OwnersKey key) implements Fetched {}

    /** The file has no valid key, and why. */
    record NotAKey(String why) implements Fetched {}

    /** S3 refused to return the file, with this message. */
    record Refused(Refusal refusal, String words) implements Fetched {}
  }

  /** The kinds of refusal that an owner can do something about. */
  public enum Refusal {
    /** No such file; S3 says so only to callers that may list the folder. */
    NO_FILE,
    /** No such bucket. */
    NO_BUCKET,
    /** Not permitted, or no such file. */
    DENIED
  }

  /**
   * Creates the clients; makes no call yet.
   *
   * @param profile the profile with region and endpoint; the owner's files are not read again
   * @param region of the bucket, if it is known
   * @param endpoint the endpoint of a stand-in; without one, the standard settings decide
   * @throws CannotBegin if the standard settings contradict themselves
   */
  public static OwnersAccess open(
      OwnersProfile profile,
      Optional<String> region,
      Optional<URI> endpoint,
      RuntimeEnvironment runtime)
      throws CannotBegin {
    try {
      EmptySettings.countAsUnset(profile.endpoints());
      Replies replies = new Replies(runtime.clock());
      SdkHttpClient http =
          (endpoint.isPresent()
                  ? Network.direct()
                  : Network.ofThisProcess(profile.name(), profile.caBundle()))
              .client();
      // S3 tells where a bucket lies, so that any region will do to ask in.
      Region at =
          Region.of(
              region
                  .or(SdkSystemSetting.AWS_REGION::getStringValue)
                  .or(
                      () ->
                          SystemSetting.getStringValueFromEnvironmentVariable("AWS_DEFAULT_REGION"))
                  .or(profile::region)
                  .orElse(Region.US_EAST_1.id()));
      Setting setting = new Setting(profile, at, endpoint, http, replies);
      return UnreadProfiles.during(
          () ->
              new OwnersAccess(
                  setting
                      .of(S3Client.builder(), "s3")
                      .crossRegionAccessEnabled(true)
                      .serviceConfiguration(Aws::bodyAtOnce)
                      .build(),
                  setting.of(StsClient.builder(), "sts").build(),
                  setting.of(IamClient.builder(), "iam").build(),
                  new Calls(new RetryPolicy(runtime), replies, ""),
                  http));
    } catch (SdkClientException | IllegalArgumentException | IllegalStateException e) {
      throw new CannotBegin(
          "The AWS settings of this machine do not work: "
              + e.getMessage()
              + "\ndocs/aws-settings.md lists what is read.");
    }
  }

  /**
   * The identity that a key belongs to.
   *
   * @throws PortFailure of kind {@code CREDENTIALS} if AWS does not know the key, or not yet
   */
  public Identity identify(OwnersKey key) {
    return hushed(
        key,
        () ->
            calls.call(
                "STS GetCallerIdentity with " + key.id(),
                () -> {
                  GetCallerIdentityResponse reply =
                      sts.getCallerIdentity(request -> request.overrideConfiguration(by(key)));
                  String[] arn = reply.arn().split(":", -1);
                  if (arn.length < 6 || !arn[4].equals(reply.account())) {
                    throw new IllegalStateException("it names no caller");
                  }
                  return new Identity(reply.account(), arn[1], reply.arn());
                }));
  }

  /**
   * Begins a session with MFA, which has the permissions of the key and the code's presence.
   *
   * @param serial of the MFA device
   * @param code what it shows now; it works once
   */
  public OwnersKey session(OwnersKey key, String serial, String code) {
    return hushed(
        key,
        () ->
            calls.once(
                "STS GetSessionToken with " + key.id(),
                () -> {
                  Credentials session =
                      sts.getSessionToken(
                              request ->
                                  request
                                      .serialNumber(serial)
                                      .tokenCode(code)
                                      .durationSeconds(SHORTEST_SESSION)
                                      .overrideConfiguration(by(key)))
                          .credentials();
                  return OwnersKey.session(
                      new KeyId(session.accessKeyId()),
                      session.secretAccessKey(),
                      session.sessionToken());
                }));
  }

  /** The last use of a key of the caller, if the caller may read it. */
  public Optional<LastUse> lastUse(OwnersKey key, KeyId of) {
    try {
      return Optional.of(
          calls.once(
              "IAM GetAccessKeyLastUsed for " + of,
              () ->
                  read(
                      iam.getAccessKeyLastUsed(
                              request ->
                                  request.accessKeyId(of.value()).overrideConfiguration(by(key)))
                          .accessKeyLastUsed())));
    } catch (PortFailure _) {
      // Only used for a hint.
      return Optional.empty();
    }
  }

  private static LastUse read(AccessKeyLastUsed used) {
    Instant at = used.lastUsedDate();
    return at == null
        ? new LastUse.Never()
        : new LastUse.At(
            at,
            Objects.requireNonNull(used.serviceName(), "no service"),
            Objects.requireNonNull(used.region(), "no region"));
  }

  /**
   * A bucket.
   *
   * @param owner the account that it must belong to
   * @param files the folder of all files of the caller's account, with a slash at its end
   */
  public record Bucket(String name, String owner, String files) {}

  /** Lists the caller's folder in a bucket. */
  public Waiting waiting(OwnersKey key, Bucket at, String user) {
    String bucket = at.name();
    String folder = at.files() + user + "/";
    return this.<Waiting>asked(
        key,
        "S3 ListObjectsV2 of s3://" + bucket + "/" + folder,
        () -> {
          ListObjectsV2Response reply =
              s3.listObjectsV2(
                  request ->
                      request
                          .bucket(bucket)
                          .prefix(folder)
                          .expectedBucketOwner(at.owner())
                          .overrideConfiguration(by(key)));
          return new Waiting.Files(
              reply.contents().stream()
                  .filter(file -> file.size() > 0)
                  .sorted(Comparator.comparing(S3Object::lastModified).reversed())
                  .flatMap(file -> keyOf(file.key().substring(at.files().length())).stream())
                  .toList());
        },
        Waiting.Refused::new);
  }

  private static Optional<KeyId> keyOf(String file) {
    Matcher name = FILE.matcher(file);
    return Optional.of(name)
        .filter(Matcher::matches)
        .map(found -> found.group(2))
        .filter(KeyId::isLegal)
        .map(KeyId::new);
  }

  /** Fetches a file from a bucket; one of that name that belongs to another account is refused. */
  public Fetched fetch(OwnersKey key, Bucket at, String file) {
    String bucket = at.name();
    return this.<Fetched>asked(
        key,
        "S3 GetObject of s3://" + bucket + "/" + file,
        () -> {
          Optional<byte[]> found =
              s3.getObject(
                      request ->
                          request
                              .bucket(bucket)
                              .key(file)
                              .expectedBucketOwner(at.owner())
                              .overrideConfiguration(by(key)),
                      BoundedRead.upTo(LONGEST))
                  .content();
          if (found.isEmpty()) {
            return new Fetched.NotAKey("it is longer than any file from Keyturn");
          }
          byte[] content = found.get();
          if (content.length == 0) {
            return new Fetched.NotAKey("it is empty: Keyturn gave this key up");
          }
          try {
            HandOverFile.Content read = HandOverFile.read(content);
            return new Fetched.Credentials(read.user(), read.key());
          } catch (IllegalArgumentException e) {
            return new Fetched.NotAKey(String.valueOf(e.getMessage()));
          }
        },
        Fetched.Refused::new);
  }

  /** Converts a refusal into a result. */
  private interface No<T> {
    T of(Refusal refusal, String words);
  }

  private <T> T asked(OwnersKey key, String what, Supplier<T> call, No<T> no) {
    return hushed(
        key,
        () ->
            calls.call(
                what,
                () -> {
                  try {
                    return call.get();
                  } catch (S3Exception e) {
                    Refusal refusal = refusal(Failures.code(e));
                    String words = Failures.words(e);
                    // If KMS refuses, the file exists; and an explicit deny concerns more than one
                    // file.
                    Denial denial = Denial.in(words);
                    if (refusal == null || denial.byKms() || denial.explicitly().isPresent()) {
                      throw e;
                    }
                    return no.of(refusal, key.withoutSecret(words));
                  }
                }));
  }

  private static @Nullable Refusal refusal(String code) {
    return switch (code) {
      case "NoSuchKey" -> Refusal.NO_FILE;
      case "NoSuchBucket" -> Refusal.NO_BUCKET;
      case "AccessDenied", "AllAccessDisabled" -> Refusal.DENIED;
      default -> null;
    };
  }

  /** Removes the secret that signed a call from the messages of its failures. */
  private static <T> T hushed(OwnersKey key, Supplier<T> call) {
    try {
      return call.get();
    } catch (PortFailure failure) {
      throw new PortFailure(failure.kind(), key.withoutSecret(failure.message()));
    }
  }

  private static AwsRequestOverrideConfiguration by(OwnersKey key) {
    return AwsRequestOverrideConfiguration.builder()
        .credentialsProvider(
            StaticCredentialsProvider.create(
                key.token().isPresent()
                    ? AwsSessionCredentials.create(
                        key.id().value(), key.reveal(), key.token().get())
                    : AwsBasicCredentials.create(key.id().value(), key.reveal())))
        .build();
  }

  @Override
  public void close() {
    closeables.forEach(SdkAutoCloseable::close);
  }

  /** The common parts of the clients. */
  private record Setting(
      OwnersProfile profile,
      Region region,
      Optional<URI> endpoint,
      SdkHttpClient http,
      Replies replies) {

    <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B of(
        B builder, String service) {
      EndpointSettings settings = profile.endpoints();
      endpoint
          .or(() -> settings.endpoint(service))
          .ifPresent(url -> EndpointSettings.override(builder, url));
      return builder
          .region(region)
          .credentialsProvider(AnonymousCredentialsProvider.create())
          .httpClient(http)
          .overrideConfiguration(
              ClientOverrideConfiguration.builder()
                  .defaultProfileFile(settings.forClients())
                  .defaultProfileName(OwnersProfile.ALIAS)
                  .retryStrategy(AwsRetryStrategy.doNotRetry())
                  .addExecutionInterceptor(replies)
                  .build());
    }
  }
}
