package dev.keyturn.aws.org;

import dev.keyturn.aws.client.Calls;
import dev.keyturn.facts.AccountId;
import dev.keyturn.port.Account;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;

/**
 * The session of the member role in one account, by STS AssumeRole. It is renewed some minutes
 * before it ends: a session that one role has of another lasts for an hour at most (STS API
 * reference, AssumeRole). A session of another account than ordered is not handed out.
 */
public final class MemberCredentials implements AwsCredentialsProvider {
  private static final String SESSION_NAME = "keyturn";
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private final StsClient sts;
  private final Calls calls;
  private final Account hub;
  private final SessionRequest wanted;
  private final Supplier<Instant> now;
  private final Lock lock = new ReentrantLock();
  private @Nullable Session session;

  /**
   * No session yet.
   *
   * @param sts signs as the hub
   * @param hub whose partition is the account's, too
   * @param now AWS's clock
   */
  public MemberCredentials(
      StsClient sts, Calls calls, Account hub, SessionRequest wanted, Supplier<Instant> now) {
    this.sts = sts;
    this.calls = calls;
    this.hub = hub;
    this.wanted = wanted;
    this.now = now;
  }

  /**
   * Which session.
   *
   * @param role the name of the role
   * @param access what the session may do
   */
  public record SessionRequest(AccountId account, String role, Access access) {}

  /** What a session may do. */
  public enum Access {
    /** Only what AWS's policy IAMReadOnlyAccess allows, too. */
    READ,
    /** Whatever the role may do. */
    FULL
  }

  private record Session(AwsSessionCredentials credentials, Instant until) {}

  @Override
  public AwsCredentials resolveCredentials() {
    lock.lock();
    try {
      Session known = session;
      if (known == null || !now.get().isBefore(known.until().minus(AHEAD))) {
        known = assumed();
        session = known;
      }
      return known.credentials();
    } finally {
      lock.unlock();
    }
  }

  private Session assumed() {
    String partition = hub.identify().partition();
    String role = "arn:%s:iam::%s:role/%s".formatted(partition, wanted.account(), wanted.role());
    return calls.call(
        "STS AssumeRole of " + role,
        () -> {
          AssumeRoleRequest.Builder request =
              AssumeRoleRequest.builder().roleArn(role).roleSessionName(SESSION_NAME);
          if (wanted.access() == Access.READ) {
            request.policyArns(
                List.of(
                    PolicyDescriptorType.builder()
                        .arn("arn:%s:iam::aws:policy/IAMReadOnlyAccess".formatted(partition))
                        .build()));
          }
          return session(sts.assumeRole(request.build()));
        });
  }

  private Session session(AssumeRoleResponse reply) {
    String account = Arn.fromString(reply.assumedRoleUser().arn()).accountId().orElse("");
    if (!account.equals(wanted.account().value())) {
      throw mistaken(account, wanted.account());
    }
    Credentials got = reply.credentials();
    return new Session(
        AwsSessionCredentials.create(got.accessKeyId(), got.secretAccessKey(), got.sessionToken()),
        got.expiration());
  }

  static PortFailure mistaken(String account, AccountId ordered) {
    return new PortFailure(
        Kind.CREDENTIALS,
        "The session is one of account %s, but account %s was ordered. Nothing was read or written."
            .formatted(account, ordered));
  }
}
