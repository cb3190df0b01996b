package dev.keyturn.throttle;

import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.port.RuntimeEnvironment;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Retries transient failures: throttling, lost connections, errors on AWS's side. Waits double and
 * are drawn from their whole range ("full jitter", AWS Architecture Blog, "Exponential Backoff And
 * Jitter").
 */
public final class RetryPolicy {
  /** Attempts at a call that is throttled. */
  public static final int THROTTLED_ATTEMPTS = 12;

  /** Attempts at a call with another transient failure. */
  public static final int OTHER_ATTEMPTS = 4;

  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final RuntimeEnvironment runtime;

  public RetryPolicy(RuntimeEnvironment runtime) {
    this.runtime = runtime;
  }

  /**
   * Repeats an idempotent call until it succeeds.
   *
   * @throws PortFailure of the last attempt; {@link Kind#UNCLEAR} if any attempt was
   */
  public <T> T call(Supplier<T> call) {
    boolean unclear = false;
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (PortFailure failure) {
        unclear |= !failure.clear();
        if (attempt >= attempts(failure.kind())) {
          throw unclear ? new PortFailure(Kind.UNCLEAR, failure.message()) : failure;
        }
        pause(attempt);
      }
    }
  }

  /** The total number of attempts for a kind of failure. */
  public static int attempts(Kind kind) {
    return switch (kind) {
      case THROTTLED -> THROTTLED_ATTEMPTS;
      case UNREACHABLE, UNCLEAR -> OTHER_ATTEMPTS;
      case DENIED, CREDENTIALS, NOT_FOUND, UNSUPPORTED, REFUSED -> 1;
    };
  }

  /**
   * Waits before the next attempt.
   *
   * @param attempt the number of attempts so far, from 1
   */
  public void pause(int attempt) {
    long most = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(attempt, 16));
    runtime.waits().pause(Duration.ofMillis(1 + runtime.random().nextLong(most)));
  }
}
