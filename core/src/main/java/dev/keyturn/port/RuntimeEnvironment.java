package dev.keyturn.port;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Whatever is not a function of the arguments, so that a whole run can be replayed from a seed.
 *
 * @param clock this machine's; only differences are taken from it, never a date
 * @param waits how to wait
 * @param random for jitter and the run's id; used by several threads
 * @param executor that works on users
 */
public record RuntimeEnvironment(
    InstantSource clock, Waits waits, RandomGenerator random, Executor executor) {

  /** How to wait. */
  @FunctionalInterface
  public interface Waits {
    /** Returns after a time; earlier, with a {@link PortFailure}, only if the run is to end. */
    void pause(Duration time);
  }
}
