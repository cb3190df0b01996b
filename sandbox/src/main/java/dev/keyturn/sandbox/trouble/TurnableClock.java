package dev.keyturn.sandbox.trouble;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The account's time: a base clock plus what people have turned it forward by. It never runs
 * backward, for AWS's does not, and key ages, report ages and expiries count on that. Over a fixed
 * base it stands still between turns.
 */
public final class TurnableClock implements InstantSource {
  private final InstantSource base;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  public TurnableClock(InstantSource base) {
    this.base = base;
  }

  /** A clock that shows {@code start} until it is turned. */
  public static TurnableClock standingAt(Instant start) {
    return new TurnableClock(InstantSource.fixed(start));
  }

  @Override
  public Instant instant() {
    return base.instant().plus(ahead.get());
  }

  /** Turns the clock forward; a negative step is refused. */
  public void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("the clock only turns forward, not by " + step);
    }
    ahead.accumulateAndGet(step, Duration::plus);
  }

  /** Turns the clock to an instant that is not before the present one. */
  public void turnTo(Instant instant) {
    advance(Duration.between(instant(), instant));
  }
}
