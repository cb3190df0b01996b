package dev.keyturn.sandbox.trouble;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long after a write to one entity (a user's tags, one key) reads still show the previous
 * state: a random time between the bounds for each write, so a later write may become visible
 * first. IAM promises no bound at all (docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html,
 * "Changes that I make are not always immediately visible").
 */
public record Lag(Duration least, Duration most) {
  public static final Lag NONE = new Lag(Duration.ZERO, Duration.ZERO);

  public Lag {
    if (least.isNegative() || most.compareTo(least) < 0) {
      throw new IllegalArgumentException("not a lag: " + least + " to " + most);
    }
  }

  /** The same lag for every write. */
  public static Lag of(Duration always) {
    return new Lag(always, always);
  }

  public Duration draw(RandomGenerator random) {
    long spread = most.minus(least).toMillis();
    return spread == 0 ? least : least.plusMillis(random.nextLong(spread + 1));
  }
}
