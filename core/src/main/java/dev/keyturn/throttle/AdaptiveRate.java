package dev.keyturn.throttle;

import java.time.Duration;
import java.time.Instant;

/**
 * How fast calls may be made where the limit is not known: up to a bound, lowered at once when AWS
 * throttles, raised again bit by bit. As in the SDKs' adaptive retry mode the way back is a cubic
 * curve (RFC 9438): quick at first, slow around the speed that was throttled last, quick again
 * beyond it. It goes deeper only where the last cut was a moment ago, and the curve is as long as
 * it takes that throttled calls stay few among all. Not safe for use by several threads.
 */
final class AdaptiveRate {
  /**
   * Slower than this it never gets by throttling: those who were begun at full speed must come to
   * their next call while what was read of them is fresh, also where AWS throttles every third call
   * however few there are.
   */
  static final double LEAST = 2;

  /** Slower than this nobody may ask for. */
  private static final double SLOWEST = 0.5;

  /** What is left of the speed after a throttle. */
  private static final double LEFT = 0.85;

  /** The same, where the cut before was not enough. */
  private static final double LEFT_AGAIN = 0.7;

  /** So many calls, about, are made until the speed that was throttled is reached again. */
  private static final double CALLS_BETWEEN = 300;

  private static final double SHORTEST = 20;
  private static final double LONGEST = 60;

  /** A throttle this part of the way up shows that the cut was not enough. */
  private static final double SOON = 0.25;

  private final double most;
  private double knee;
  private double depth;
  private Instant cutAt = Instant.MIN;

  /**
   * The full speed.
   *
   * @param most calls a second
   */
  AdaptiveRate(double most) {
    this.most = Math.max(SLOWEST, most);
    this.knee = this.most;
  }

  double most() {
    return most;
  }

  /** Calls a second, from {@link #LEAST}, or the bound if that is less, to the bound. */
  double at(Instant now) {
    if (cutAt.equals(Instant.MIN)) {
      return most;
    }
    double way = way(now) - 1;
    return Math.clamp(knee * (1 + depth * way * way * way), Math.min(LEAST, most), most);
  }

  /** How far it is up to the speed that was throttled: 1 is there, more is beyond. */
  private double way(Instant now) {
    double span = Math.clamp(CALLS_BETWEEN / knee, SHORTEST, LONGEST);
    return Duration.between(cutAt, now).toMillis() / 1000.0 / span;
  }

  /**
   * A call was throttled.
   *
   * @param sent when it was sent; one sent before the last cut says nothing of the speed since
   * @return whether the speed was lowered
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
