package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.client.Replies;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.throttle.RateLimiter;
import dev.keyturn.throttle.RetryPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Calls wait for the rate limit, and AWS's answers adjust it. */
class PacedCallsTest {
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private final List<String> done = new ArrayList<>();
  private final RuntimeEnvironment runtime =
      new RuntimeEnvironment(
          () -> now,
          time -> {
            now = now.plus(time);
            done.add("wait");
          },
          new Random(1),
          Runnable::run);
  private final RateLimiter limiter = new RateLimiter(runtime, 1);
  private final Calls calls =
      new Calls(new RetryPolicy(runtime), new Replies(() -> now)).at(limiter);

  private static AwsServiceException refusal(int status, String code) {
    return AwsServiceException.builder()
        .statusCode(status)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage("no").build())
        .build();
  }

  /** Whether an answer lowers a rate of twenty calls per second. */
  private boolean slowedBy(int status, String code) {
    RateLimiter quick = new RateLimiter(runtime, 20);
    Calls there = calls.at(quick);
    assertThatThrownBy(
            () ->
                there.once(
                    "IAM TagUser for alice",
                    () -> {
                      throw refusal(status, code);
                    }))
        .isInstanceOf(PortFailure.class);
    return quick.tempo().slowed();
  }

  @Test
  void throttlingLowersTheRate() {
    assertThat(slowedBy(400, "Throttling")).isTrue();
  }

  @Test
  void status429LowersTheRateForEveryCode() {
    assertThat(slowedBy(429, "Whatever")).isTrue();
  }

  @Test
  void busyAndRefusedAnswersDoNotLowerTheRate() {
    assertThat(slowedBy(409, "EntityTemporarilyUnmodifiable")).isFalse();
    assertThat(slowedBy(403, "AccessDenied")).isFalse();
    assertThat(slowedBy(500, "InternalFailure")).isFalse();
  }

  @Test
  void theCheckRunsAfterTheWaitAndCanEndTheCall() {
    calls.once("IAM CreateAccessKey for alice", () -> done.add("call"));
    assertThatThrownBy(
            () ->
                calls.once(
                    "IAM CreateAccessKey for alice",
                    () -> {
                      done.add("check");
                      throw new PortFailure(PortFailure.Kind.REFUSED, "too late");
                    },
                    () -> done.add("never")))
        .hasMessage("too late");
    assertThat(done).containsExactly("call", "wait", "check");
  }

  @Test
  void eachAttemptWaitsForTheRateLimit() {
    List<Instant> attempts = new ArrayList<>();
    calls.call(
        "IAM TagUser for alice",
        () -> {
          attempts.add(now);
          if (attempts.size() < 3) {
            throw refusal(400, "Throttling");
          }
          return true;
        });
    assertThat(attempts).hasSize(3);
    assertThat(attempts.get(1)).isAfterOrEqualTo(attempts.get(0).plusMillis(1_000));
    assertThat(attempts.get(2)).isAfterOrEqualTo(attempts.get(1).plusMillis(1_000));
  }
}
