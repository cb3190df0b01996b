package dev.keyturn.throttle;

import dev.keyturn.port.Account;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.RuntimeEnvironment;
import java.time.Duration;
import java.time.Instant;

/**
 * Limits the rate of calls over all threads: a token bucket that serves calls in order of arrival.
 * It fills at an {@link AdaptiveRate}, which throttling lowers. Thread-safe; no thread holds a lock
 * while it waits.
 */
public final class RateLimiter {
  /** The capacity: the inflow within this part of a second, but at least one. */
  private static final double BUCKET = 0.25;

  private static final double NANOS = 1e9;

  private final RuntimeEnvironment runtime;
  private AdaptiveRate rate;

  /** Tickets handed out. */
  private long drawn;

  /** Tickets that may proceed. */
  private double poured;

  private Instant pouredAt;
  private long cuts;

  /**
   * A full bucket.
   *
   * @param perSecond calls a second, without throttling
   */
  public RateLimiter(RuntimeEnvironment runtime, double perSecond) {
    this.runtime = runtime;
    this.rate = new AdaptiveRate(perSecond);
    this.pouredAt = runtime.clock().instant();
    this.poured = bucket();
  }

  /**
   * Waits until a call may be made.
   *
   * @return when that is
   * @throws PortFailure if the run must end before; then the call must not be made
   */
  public Instant take() {
    long ticket = draw();
    Wait wait = await(ticket);
    while (wait.time().isPositive()) {
      runtime.waits().pause(wait.time());
      // A call that has waited proceeds, unless the rate was lowered meanwhile.
      wait = cuts() == wait.cuts() ? new Wait(Duration.ZERO, wait.cuts()) : await(ticket);
    }
    return runtime.clock().instant();
  }

  private record Wait(Duration time, long cuts) {}

  private synchronized long draw() {
    pour();
    return ++drawn;
  }

  private synchronized Wait await(long ticket) {
    pour();
    double missing = ticket - poured;
    double nanos = Math.max(0, missing / rate.at(pouredAt) * NANOS);
    return new Wait(Duration.ofNanos((long) Math.ceil(nanos)), cuts);
  }

  private synchronized long cuts() {
    return cuts;
  }

  private void pour() {
    Instant now = runtime.clock().instant();
    double seconds = Math.max(0, Duration.between(pouredAt, now).toNanos() / NANOS);
    pouredAt = now;
    poured = Math.min(poured + seconds * rate.at(now), drawn + bucket());
  }

  private double bucket() {
    return Math.max(1, rate.most() * BUCKET);
  }

  /**
   * Lowers the rate after a throttled call, once for all calls that were in flight together.
   *
   * @param sent what {@link #take} returned for that call
   */
  public synchronized void throttled(Instant sent) {
    pour();
    if (rate.throttled(sent, pouredAt)) {
      poured = Math.min(poured, (double) drawn);
      cuts++;
    }
  }

  /** Sets another bound, and the full rate. */
  public synchronized void set(double perSecond) {
    pour();
    rate = new AdaptiveRate(perSecond);
    poured = Math.min(poured, drawn + bucket());
    cuts++;
  }

  /** The present rate and the bound. */
  public synchronized Account.Tempo tempo() {
    return new Account.Tempo(rate.at(runtime.clock().instant()), rate.most());
  }
}
