package dev.keyturn.aws.adapter;

import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.client.Failures;
import dev.keyturn.aws.client.Partitions;
import dev.keyturn.aws.client.Replies;
import dev.keyturn.port.Account;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.throttle.RateLimiter;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * The account, from STS GetCallerIdentity, which needs no permission; its clock is read from
 * replies.
 */
public final class AwsAccount implements Account {
  private static final Pattern UNKNOWN =
      Pattern.compile("InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId");

  private final StsClient sts;
  private final AwsCredentialsProvider credentials;
  private final Calls calls;
  private final Replies replies;
  private final RateLimiter limiter;
  private final AtomicReference<@Nullable Identity> identity = new AtomicReference<>();

  public AwsAccount(
      StsClient sts,
      AwsCredentialsProvider credentials,
      Calls calls,
      Replies replies,
      RateLimiter limiter) {
    this.limiter = limiter;
    this.sts = sts;
    this.credentials = credentials;
    this.calls = calls;
    this.replies = replies;
  }

  @Override
  public Identity identify() {
    Identity known = identity.get();
    if (known != null) {
      return known;
    }
    demandCredentials();
    Identity read = read();
    identity.set(read);
    return read;
  }

  private Identity read() {
    try {
      return calls.call(
          "STS GetCallerIdentity",
          () -> {
            GetCallerIdentityResponse reply = sts.getCallerIdentity();
            if (!reply.account().matches("\\d{12}")) {
              throw new IllegalStateException("'" + reply.account() + "' is not an account");
            }
            return new Identity(
                reply.account(), Arn.fromString(reply.arn()).partition(), reply.arn());
          });
    } catch (PortFailure failure) {
      throw located(failure);
    }
  }

  private void demandCredentials() {
    try {
      credentials.resolveCredentials();
    } catch (SdkClientException e) {
      String words = String.valueOf(e.getMessage());
      throw Failures.neverSent(e)
          ? new PortFailure(
              Kind.UNREACHABLE,
              "The AWS credentials could not be fetched; is there a network? " + words)
          : new PortFailure(
              Kind.CREDENTIALS,
              "There are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
                  + " AWS_SECRET_ACCESS_KEY, or run where a role is attached. "
                  + words);
    }
  }

  /** Credentials that are unknown in one partition may belong to another. */
  private PortFailure located(PortFailure failure) {
    Region region = regionOf(sts);
    return failure.kind() == Kind.CREDENTIALS && UNKNOWN.matcher(failure.message()).find()
        ? new PortFailure(
            Kind.CREDENTIALS,
            "%s. They were shown in %s, which is in the partition %s, and are known in their own partition only."
                .formatted(failure.message(), region, Partitions.of(region).id()))
        : failure;
  }

  private static Region regionOf(StsClient client) {
    return Objects.requireNonNull(client.serviceClientConfiguration().region());
  }

  @Override
  public Instant now() {
    return replies.now();
  }

  @Override
  public long calls() {
    return replies.calls();
  }

  @Override
  public Tempo tempo() {
    return limiter.tempo();
  }
}
