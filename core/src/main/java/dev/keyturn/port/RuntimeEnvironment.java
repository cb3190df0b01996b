package dev.keyturn.port;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Clock, waits, randomness and threads, so that a whole run can be replayed from a seed.
 *
 * @param clock this machine's clock; used for durations, never for a date
 * @param waits how to wait
 * @param random for jitter and the run's id; used by several threads
 * @param executor that works on users
 */
public record RuntimeEnvironment(
    InstantSource clock, Waits waits, RandomGenerator random, Executor executor) {

  /** How to wait. */
  @FunctionalInterface
  public interface Waits {
    /** Returns after a time; throws a {@link PortFailure} earlier if the run must end. */
    void pause(Duration time);
  }
}
