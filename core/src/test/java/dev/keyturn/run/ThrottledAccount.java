package dev.keyturn.run;

import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.throttle.BoundedParallel;
import dev.keyturn.throttle.RateLimiter;
import dev.keyturn.throttle.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** An account behind a token bucket, on whose users many hands work in virtual time. */
public final class ThrottledAccount {
  private static final int CALLS_FOR_EACH = 10;

  final Hands hands = new Hands();
  public final RateLimiter limiter;
  public final List<Instant> sent = new ArrayList<>();
  public int accepted;
  public int throttled;
  private final SplittableRandom random;
  private final RetryPolicy retryPolicy;
  private final Duration latency;
  private final Instant began = hands.instant();
  private double perSecond;
  private double burst;
  private double tokens;
  private Instant filled = hands.instant();

  public ThrottledAccount(long seed, double most, Duration latency) {
    RuntimeEnvironment runtime =
        new RuntimeEnvironment(hands, hands, new SplittableRandom(seed), Runnable::run);
    this.random = new SplittableRandom(seed + 1);
    this.limiter = new RateLimiter(runtime, most);
    this.retryPolicy = new RetryPolicy(runtime);
    this.latency = latency;
  }

  /** Sets the rate that AWS allows from now on; its bucket is full. */
  public ThrottledAccount limit(double perSecond, double burst) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.filled = hands.instant();
    return this;
  }

  /** Processes a number of due users; returns when all are done. */
  public ThrottledAccount due(int users) {
    AtomicInteger rest = new AtomicInteger(users);
    AtomicInteger busy = new AtomicInteger();
    hands.work(
        Collections.nCopies(
            BoundedParallel.USERS_AT_ONCE,
            () -> {
              while (rest.get() > 0) {
                if (busy.get() >= Run.atOnce(limiter.tempo())) {
                  hands.pause(Duration.ofSeconds(1));
                  continue;
                }
                rest.decrementAndGet();
                busy.incrementAndGet();
                for (int call = 0; call < CALLS_FOR_EACH; call++) {
                  retryPolicy.call(this::call);
                }
                busy.decrementAndGet();
              }
            }));
    return this;
  }

  private boolean call() {
    Instant turn = limiter.take();
    sent.add(turn);
    hands.pause(someOf(latency));
    boolean granted = granted();
    hands.pause(someOf(latency));
    if (!granted) {
      throttled++;
      limiter.throttled(turn);
      throw new PortFailure(Kind.THROTTLED, "Rate exceeded");
    }
    accepted++;
    return true;
  }

  /** Half of it on average, from a quarter to three quarters. */
  private Duration someOf(Duration whole) {
    return whole.dividedBy(4).plusNanos(random.nextLong(1 + whole.toNanos() / 2));
  }

  private boolean granted() {
    Instant now = hands.instant();
    tokens = Math.min(burst, tokens + seconds(filled, now) * perSecond);
    filled = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  /** Which part of all that AWS would have let through was made use of. */
  public double used() {
    return accepted / (burst + perSecond * seconds(began, hands.instant()));
  }

  public double throttledPart() {
    return (double) throttled / (accepted + throttled);
  }

  public double seconds() {
    return seconds(began, hands.instant());
  }

  public static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
