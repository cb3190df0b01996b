package dev.keyturn.aws;

import dev.keyturn.aws.adapter.AwsAccount;
import dev.keyturn.aws.adapter.IamCredentialReports;
import dev.keyturn.aws.adapter.IamKeys;
import dev.keyturn.aws.adapter.IamUsers;
import dev.keyturn.aws.adapter.S3BucketObjects;
import dev.keyturn.aws.adapter.S3CredentialStore;
import dev.keyturn.aws.adapter.SesMailer;
import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.client.Network;
import dev.keyturn.aws.client.Replies;
import dev.keyturn.aws.client.SignedCalls;
import dev.keyturn.aws.client.StandIn;
import dev.keyturn.aws.permission.IamPermissions;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.settings.Settings;
import dev.keyturn.throttle.RateLimiter;
import dev.keyturn.throttle.RetryPolicy;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * A connection to AWS as the standard settings have it: credential chain, profile, region, {@code
 * AWS_ENDPOINT_URL} and its per-service forms.
 *
 * <p>The SDK repeats nothing by itself; {@link RetryPolicy} does, so that a call that must be made
 * once is made once, and every attempt is counted.
 */
public final class Aws implements AutoCloseable {
  private final Ports ports;
  private final Connections connections;
  private final List<SdkAutoCloseable> closeables;

  private Aws(Ports ports, Connections connections, List<SdkAutoCloseable> closeables) {
    this.ports = ports;
    this.connections = connections;
    this.closeables = closeables;
  }

  /**
   * Sets the clients up as the standard settings have it; nothing is called yet.
   *
   * @throws CannotBegin if the standard settings contradict themselves, such as a profile that does
   *     not exist
   */
  public static Aws connect(Settings settings, RuntimeEnvironment world) throws CannotBegin {
    try {
      Network network = Network.ofThisProcess();
      Region region = region().orElseGet(() -> Region.of(settings.sesRegion()));
      if (!region.id().matches("[a-z0-9-]+")) {
        throw new CannotBegin("'" + region.id() + "' is no region (AWS_REGION or the profile).");
      }
      return connected(
          settings,
          world,
          new Target(
              region, DefaultCredentialsProvider.builder().build(), Optional.empty(), network));
    } catch (SdkClientException | IllegalArgumentException e) {
      throw new CannotBegin("The AWS settings of this machine do not work: " + e.getMessage());
    }
  }

  /**
   * Sets the clients up for a stand-in, whatever the standard settings say; nothing is called yet.
   */
  public static Aws connect(Settings settings, RuntimeEnvironment world, StandIn standIn) {
    AwsCredentialsProvider credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(standIn.accessKeyId(), standIn.secretAccessKey()));
    return connected(
        settings,
        world,
        new Target(
            Region.of(standIn.region()),
            credentials,
            Optional.of(standIn.endpoint()),
            Network.direct()));
  }

  private static Aws connected(Settings settings, RuntimeEnvironment world, Target target) {
    SdkHttpClient http = target.network().client();
    Replies replies = new Replies(world.clock());
    Connection connection = new Connection(target, http, replies);
    Region region = target.region();
    IamClient iam = connection.set(IamClient.builder(), region).build();
    StsClient sts = connection.set(StsClient.builder(), region).build();
    S3Client s3 =
        connection
            .set(S3Client.builder(), region)
            .crossRegionAccessEnabled(true)
            .serviceConfiguration(Aws::bodyAtOnce)
            .build();
    SesV2Client ses =
        connection.set(SesV2Client.builder(), Region.of(settings.sesRegion())).build();
    Calls calls = new Calls(new RetryPolicy(world), replies);
    RateLimiter iamPace = new RateLimiter(world, settings.options().iamCallsPerSecond());
    Calls iamCalls = calls.at(iamPace);
    AwsAccount account = new AwsAccount(sts, target.credentials(), calls, replies, iamPace);
    IamUsers users = new IamUsers(iam, iamCalls);
    Ports ports =
        new Ports(
            account,
            users,
            new IamKeys(iam, iamCalls),
            new S3CredentialStore(s3, calls, settings, account, region),
            new SesMailer(ses, calls, new RateLimiter(world, SesMailer.USUAL_RATE), settings),
            new S3BucketObjects(s3, calls, settings, account),
            new IamPermissions(iam, s3, ses, iamCalls, account, users, settings),
            new IamCredentialReports(iam, iamCalls));
    Connections connections =
        new Connections(
            region,
            account,
            new Clients(iam, s3, ses),
            new SignedCalls(http, target.credentials(), target.endpoint(), region, replies),
            new Calls(new RetryPolicy(world), replies, ""));
    return new Aws(ports, connections, List.of(iam, sts, s3, ses, http));
  }

  /** The region of the environment or the profile; where there is none, that of SES will do. */
  private static Optional<Region> region() {
    try {
      return Optional.of(DefaultAwsRegionProviderChain.builder().build().getRegion());
    } catch (SdkClientException e) {
      return Optional.empty();
    }
  }

  public Ports ports() {
    return ports;
  }

  /** For checks that ask more of AWS than a run does. */
  public Connections connections() {
    return connections;
  }

  /** The services that a run calls. */
  public record Clients(IamClient iam, S3Client s3, SesV2Client ses) {}

  /**
   * What this connection consists of.
   *
   * @param signed for calls of services that the SDK's clients here do not know
   * @param looks calls that are not counted against a rate
   */
  public record Connections(
      Region region, AwsAccount account, Clients clients, SignedCalls signed, Calls looks) {}

  @Override
  public void close() {
    closeables.forEach(SdkAutoCloseable::close);
  }

  /**
   * Does not wait for S3 to ask for the body (Expect: 100-continue): the JDK's connection drops
   * what S3 says when it refuses instead, and bodies are small.
   */
  public static void bodyAtOnce(S3Configuration.Builder configuration) {
    configuration.expectContinueEnabled(false);
  }

  /** Which AWS, and as whom. */
  private record Target(
      Region region, AwsCredentialsProvider credentials, Optional<URI> endpoint, Network network) {}

  /** What all clients have in common. */
  private record Connection(Target target, SdkHttpClient http, Replies replies) {

    <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B set(
        B builder, Region region) {
      target.endpoint().ifPresent(builder::endpointOverride);
      return builder
          .region(region)
          .credentialsProvider(target.credentials())
          .httpClient(http)
          .overrideConfiguration(
              ClientOverrideConfiguration.builder()
                  .retryStrategy(AwsRetryStrategy.doNotRetry())
                  .addExecutionInterceptor(replies)
                  .build());
    }
  }
}
