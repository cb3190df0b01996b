package dev.keyturn.aws.client;

import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.throttle.RateLimiter;
import dev.keyturn.throttle.RetryPolicy;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Makes calls, and turns exceptions of the SDK into failures that name the operation and its
 * object.
 */
public final class Calls {
  /** The SDK's value if a reply names no request (AwsResponseMetadata). */
  private static final String NO_REQUEST = "UNKNOWN";

  /** The advice for calls that were denied to a run. */
  private static final Failures OF_RUNS =
      new Failures(
          ". The role in deploy/template.yaml may do this; a policy of the bucket or of the"
              + " organization can still deny it.");

  private static final int TOO_MANY_REQUESTS = 429;

  private final RetryPolicy retryPolicy;
  private final Replies replies;
  private final Failures failures;
  private final List<RateLimiter> limiters;

  /** Calls of a run, which the shipped role allows, without a rate limit. */
  public Calls(RetryPolicy retryPolicy, Replies replies) {
    this(retryPolicy, replies, OF_RUNS, List.of());
  }

  /**
   * Other calls, without a rate limit.
   *
   * @param advice shown when the call is denied; may be empty
   */
  public Calls(RetryPolicy retryPolicy, Replies replies, String advice) {
    this(retryPolicy, replies, new Failures(advice), List.of());
  }

  private Calls(
      RetryPolicy retryPolicy, Replies replies, Failures failures, List<RateLimiter> limiters) {
    this.retryPolicy = retryPolicy;
    this.replies = replies;
    this.failures = failures;
    this.limiters = List.copyOf(limiters);
  }

  /** The same calls with a rate limit for attempts, which AWS's throttling lowers. */
  public Calls at(RateLimiter limiter) {
    return new Calls(retryPolicy, replies, failures, List.of(limiter));
  }

  /**
   * Makes an idempotent call, with retries.
   *
   * @param what the operation and its object, such as "ListAccessKeys for alice"
   * @param call makes the call and reads the reply
   */
  public <T> T call(String what, Supplier<T> call) {
    return retryPolicy.call(() -> once(what, Calls::noCheck, call));
  }

  /**
   * Makes an idempotent call that changes something. A reply that names no request comes from
   * something between us and AWS, such as a proxy's error page, and does not confirm the change.
   */
  public void write(String what, Supplier<? extends AwsResponse> call) {
    write(what, Calls::noCheck, call);
  }

  /**
   * Makes an idempotent call that changes something.
   *
   * @param check runs before each attempt, after all waits; an exception from it ends the call
   */
  public void write(String what, Runnable check, Supplier<? extends AwsResponse> call) {
    retryPolicy.call(
        () ->
            once(
                what,
                check,
                () -> {
                  AwsResponse reply = call.get();
                  if (!namesItsRequest(reply)) {
                    throw new IllegalStateException("it does not name a request of AWS");
                  }
                  return reply;
                }));
  }

  public static boolean namesItsRequest(AwsResponse reply) {
    return !reply.responseMetadata().requestId().equals(NO_REQUEST);
  }

  /** Makes a call in one attempt. */
  public <T> T once(String what, Supplier<T> call) {
    return once(what, Calls::noCheck, call);
  }

  /**
   * Makes a call in one attempt.
   *
   * @param check runs before the attempt, after all waits; an exception from it is passed on
   */
  public <T> T once(String what, Runnable check, Supplier<T> call) {
    List<Instant> taken = limiters.stream().map(RateLimiter::take).toList();
    check.run();
    replies.expectCall();
    try {
      return byTheRightClock(check, call);
    } catch (SdkException e) {
      if (tooFast(e)) {
        IntStream.range(0, taken.size()).forEach(i -> limiters.get(i).throttled(taken.get(i)));
      }
      throw failures.of(what, e, replies);
    } catch (PortFailure failure) {
      throw failure;
    } catch (RuntimeException | StackOverflowError e) {
      // The SDK passes on invalid and missing values; constructors reject them. Its parsers throw
      // exceptions of many types, and recurse as deeply as a reply is nested.
      throw new PortFailure(
          Kind.UNCLEAR, what + " had an answer that cannot be read: " + e.getMessage());
    }
  }

  /** Repeats a call that AWS refused because of this machine's clock: it had no effect. */
  private <T> T byTheRightClock(Runnable check, Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsServiceException e) {
      if (!ClockSkew.explains(e, replies.ahead())) {
        throw e;
      }
      check.run();
      replies.expectCall();
      return call.get();
    }
  }

  private static void noCheck() {}

  /** Whether AWS was called too often. A busy resource says nothing about the rate. */
  private static boolean tooFast(SdkException exception) {
    return exception instanceof AwsServiceException reply
        && (reply.isThrottlingException() || reply.statusCode() == TOO_MANY_REQUESTS);
  }
}
