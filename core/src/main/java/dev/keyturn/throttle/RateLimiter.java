package dev.keyturn.throttle;

import dev.keyturn.port.Account;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.RuntimeEnvironment;
import java.time.Duration;
import java.time.Instant;

/**
 * The pace of calls, over all threads: a token bucket from which calls go in the order in which
 * they came. It fills at a {@link AdaptiveRate} that AWS's throttling lowers. Safe for use by
 * several threads; nobody holds a lock while waiting.
 */
public final class RateLimiter {
  /** What a full bucket holds: what flows in within this part of a second, but one at least. */
  private static final double BUCKET = 0.25;

  private static final double NANOS = 1e9;

  private final RuntimeEnvironment world;
  private AdaptiveRate speed;

  /** Tickets handed out. */
  private long drawn;

  /** Tickets that may go; a ticket goes once it is among them. */
  private double poured;

  private Instant pouredAt;
  private long cuts;

  /**
   * A full bucket.
   *
   * @param perSecond calls a second, where nothing is throttled
   */
  public RateLimiter(RuntimeEnvironment world, double perSecond) {
    this.world = world;
    this.speed = new AdaptiveRate(perSecond);
    this.pouredAt = world.clock().instant();
    this.poured = bucket();
  }

  /**
   * Waits until a call may be made.
   *
   * @return when that is
   * @throws PortFailure if the run is to end before; the call must not be made
   */
  public Instant take() {
    long ticket = draw();
    Wait wait = await(ticket);
    while (wait.time().isPositive()) {
      world.waits().pause(wait.time());
      // Whoever has waited goes, unless all had to slow down meanwhile.
      wait = cuts() == wait.cuts() ? new Wait(Duration.ZERO, wait.cuts()) : await(ticket);
    }
    return world.clock().instant();
  }

  private record Wait(Duration time, long cuts) {}

  private synchronized long draw() {
    pour();
    return ++drawn;
  }

  private synchronized Wait await(long ticket) {
    pour();
    double missing = ticket - poured;
    double nanos = Math.max(0, missing / speed.at(pouredAt) * NANOS);
    return new Wait(Duration.ofNanos((long) Math.ceil(nanos)), cuts);
  }

  private synchronized long cuts() {
    return cuts;
  }

  private void pour() {
    Instant now = world.clock().instant();
    double seconds = Math.max(0, Duration.between(pouredAt, now).toNanos() / NANOS);
    pouredAt = now;
    poured = Math.min(poured + seconds * speed.at(now), drawn + bucket());
  }

  private double bucket() {
    return Math.max(1, speed.most() * BUCKET);
  }

  /**
   * AWS throttled a call. All go on more slowly, once for all calls that were under way together.
   *
   * @param sent what {@link #take} returned for that call
   */
  public synchronized void throttled(Instant sent) {
    pour();
    if (speed.throttled(sent, pouredAt)) {
      poured = Math.min(poured, (double) drawn);
      cuts++;
    }
  }

  /** Another bound from now on, and full speed. */
  public synchronized void set(double perSecond) {
    pour();
    speed = new AdaptiveRate(perSecond);
    poured = Math.min(poured, drawn + bucket());
    cuts++;
  }

  /** How fast calls go now, and how fast they might. */
  public synchronized Account.Tempo tempo() {
    return new Account.Tempo(speed.at(world.clock().instant()), speed.most());
  }
}
