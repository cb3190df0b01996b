package dev.keyturn.proof.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Random choices from a seed. */
public final class Dice {
  private final SplittableRandom random;

  private Dice(SplittableRandom random) {
    this.random = random;
  }

  public static Dice of(long seed) {
    return new Dice(new SplittableRandom(seed));
  }

  /** Independent dice, which do not affect the results of these. */
  public Dice split() {
    return new Dice(random.split());
  }

  public SplittableRandom random() {
    return random;
  }

  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** From 0, and less than the bound. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** Both bounds included. */
  public int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  public <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** A time between two, in milliseconds. */
  public Duration time(Duration least, Duration most) {
    return Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis() + 1));
  }

  /** A time up to this number of milliseconds, with uniform orders of magnitude. */
  public Duration skewed(long mostMillis) {
    return Duration.ofMillis((long) Math.pow((double) mostMillis, random.nextDouble()));
  }
}
