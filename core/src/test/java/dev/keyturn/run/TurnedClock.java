package dev.keyturn.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test sets. */
public final class TurnedClock implements InstantSource {
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  public void turn(Duration time) {
    now = now.plus(time);
  }
}
