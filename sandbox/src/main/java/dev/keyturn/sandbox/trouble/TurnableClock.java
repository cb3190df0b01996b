package dev.keyturn.sandbox.trouble;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The account's time: a base clock plus an offset that can only grow. It never runs backward, as
 * AWS's does not, and key ages, report ages and expiries depend on that. With a fixed base it
 * stands still between changes.
 */
public final class TurnableClock implements InstantSource {
  private final InstantSource base;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  public TurnableClock(InstantSource base) {
    this.base = base;
  }

  /** A clock that shows {@code start} until it is set. */
  public static TurnableClock standingAt(Instant start) {
    return new TurnableClock(InstantSource.fixed(start));
  }

  @Override
  public Instant instant() {
    return base.instant().plus(ahead.get());
  }

  /** Moves the clock forward; refuses a negative step. */
  public void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("the clock only turns forward, not by " + step);
    }
    ahead.accumulateAndGet(step, Duration::plus);
  }

  /** Sets the clock to an instant that is not before the current one. */
  public void turnTo(Instant instant) {
    advance(Duration.between(instant(), instant));
  }
}
