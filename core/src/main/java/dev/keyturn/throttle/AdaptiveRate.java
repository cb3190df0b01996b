package dev.keyturn.throttle;

import java.time.Duration;
import java.time.Instant;

/**
 * The rate of calls if the limit is unknown: up to a bound, lowered at once when AWS throttles, and
 * raised again gradually. As in the SDKs' adaptive retry mode, it recovers on a cubic curve (RFC
 * 9438): fast at first, slow around the rate that was throttled last, fast again beyond it. It is
 * lowered further only if the last cut was recent, and the curve is long enough to keep throttled
 * calls a small share. Not thread-safe.
 */
final class AdaptiveRate {
  /**
   * The minimum rate under throttling: users that were started at full speed must reach their next
   * call while their facts are fresh, even if AWS throttles every third call at any rate.
   */
  static final double LEAST = 2;

  /** The minimum configurable rate. */
  private static final double SLOWEST = 0.01;

  /** The factor for the rate after a throttled call. */
  private static final double LEFT = 0.85;

  /** The factor if the previous cut was not enough. */
  private static final double LEFT_AGAIN = 0.7;

  /** The approximate number of calls until the throttled rate is reached again. */
  private static final double CALLS_BETWEEN = 300;

  private static final double SHORTEST = 20;
  private static final double LONGEST = 60;

  /** Throttling below this part of the recovery shows that the cut was not enough. */
  private static final double SOON = 0.25;

  private final double most;
  private double knee;
  private double depth;
  private Instant cutAt = Instant.MIN;

  /**
   * Starts at the full rate.
   *
   * @param most calls per second
   */
  AdaptiveRate(double most) {
    this.most = Math.max(SLOWEST, most);
    this.knee = this.most;
  }

  double most() {
    return most;
  }

  /** Calls per second, from {@link #LEAST}, or the bound if that is less, to the bound. */
  double at(Instant now) {
    if (cutAt.equals(Instant.MIN)) {
      return most;
    }
    double way = way(now) - 1;
    return Math.clamp(knee * (1 + depth * way * way * way), Math.min(LEAST, most), most);
  }

  /** The progress towards the throttled rate: 1 is reached, more is beyond. */
  private double way(Instant now) {
    double span = Math.clamp(CALLS_BETWEEN / knee, SHORTEST, LONGEST);
    return Duration.between(cutAt, now).toMillis() / 1000.0 / span;
  }

  /**
   * Lowers the rate after a throttled call.
   *
   * @param sent when the call was sent; a call sent before the last cut says nothing about the rate
   *     since
   * @return whether the rate was lowered
   */
  boolean throttled(Instant sent, Instant now) {
    if (!sent.isAfter(cutAt)) {
      return false;
    }
    boolean again = !cutAt.equals(Instant.MIN) && way(now) < SOON;
    knee = at(now);
    depth = 1 - (again ? LEFT_AGAIN : LEFT);
    cutAt = now;
    return true;
  }
}
