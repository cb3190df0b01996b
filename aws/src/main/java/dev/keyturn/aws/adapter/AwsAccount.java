package dev.keyturn.aws.adapter;

import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.client.Replies;
import dev.keyturn.port.Account;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.throttle.RateLimiter;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * The account by STS GetCallerIdentity, which needs no permission, and its clock by the replies.
 */
public final class AwsAccount implements Account {
  private static final Pattern OF_THE_PROFILE =
      Pattern.compile(
          "Unable to load credentials from any of the providers.*"
              + "ProfileCredentialsProvider\\(.*?\\)\\): (?<why>.*?)(: ProfileFile\\(.*)?"
              + ", ContainerCredentialsProvider\\(\\): .*",
          Pattern.DOTALL);

  private final StsClient sts;
  private final AwsCredentialsProvider credentials;
  private final Calls calls;
  private final Replies replies;
  private final RateLimiter pace;
  private final AtomicReference<@Nullable Identity> identity = new AtomicReference<>();

  public AwsAccount(
      StsClient sts,
      AwsCredentialsProvider credentials,
      Calls calls,
      Replies replies,
      RateLimiter pace) {
    this.pace = pace;
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
    Identity read =
        calls.call(
            "STS GetCallerIdentity",
            () -> {
              GetCallerIdentityResponse reply = sts.getCallerIdentity();
              if (!reply.account().matches("\\d{12}")) {
                throw new IllegalStateException("'" + reply.account() + "' is no account");
              }
              return new Identity(
                  reply.account(), Arn.fromString(reply.arn()).partition(), reply.arn());
            });
    identity.set(read);
    return read;
  }

  private void demandCredentials() {
    try {
      credentials.resolveCredentials();
    } catch (SdkClientException e) {
      throw new PortFailure(
          Kind.CREDENTIALS,
          "There are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
              + " AWS_SECRET_ACCESS_KEY, or run where a role is attached. "
              + helpful(String.valueOf(e.getMessage())));
    }
  }

  /**
   * The SDK's own words for this are a page about every provider that it asked; what the profile's
   * one says is what helps.
   */
  private static String helpful(String words) {
    Matcher profile = OF_THE_PROFILE.matcher(words);
    return profile.matches() ? profile.group("why") : words;
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
    return pace.tempo();
  }
}
