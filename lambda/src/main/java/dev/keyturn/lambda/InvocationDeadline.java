package dev.keyturn.lambda;

import dev.keyturn.port.Deadline;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.RuntimeEnvironment.Waits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The time limit of an invocation. Near its end the run starts no more users, and no wait that
 * would not end in time: a killed run does no harm, but it does not report either.
 */
final class InvocationDeadline implements Deadline, Waits {
  /** Time to finish the users in progress: about ten calls each, a few of them throttled. */
  private static final Duration MARGIN = Duration.ofSeconds(60);

  /** The margin's share of a short time limit. */
  private static final int PART = 4;

  /** Time to write the report. */
  private static final Duration TO_REPORT = Duration.ofSeconds(2);

  private final InstantSource clock;
  private final Executor executor;
  private volatile Instant end = Instant.MAX;
  private volatile Instant margin = Instant.MAX;

  /**
   * The limit of this process's invocations.
   *
   * @param executor of tasks that may be left out
   */
  InvocationDeadline(InstantSource clock, Executor executor) {
    this.clock = clock;
    this.executor = executor;
  }

  /** Starts an invocation with that much time. */
  void begin(Duration time) {
    Duration part = time.dividedBy(PART);
    Instant now = clock.instant();
    end = now.plus(time);
    margin = end.minus(part.compareTo(MARGIN) < 0 ? part : MARGIN);
  }

  @Override
  public boolean near() {
    return !clock.instant().isBefore(margin);
  }

  /** Within the remaining time, minus the time to report; interrupts the task afterwards. */
  @Override
  public <T> Optional<T> within(Supplier<T> work) {
    Duration left = Duration.between(clock.instant(), end.minus(TO_REPORT));
    if (!left.isPositive()) {
      return Optional.empty();
    }
    FutureTask<T> task = new FutureTask<>(work::get);
    executor.execute(task);
    try {
      return Optional.of(task.get(left.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      task.cancel(true);
    }
  }

  @Override
  public void pause(Duration time) {
    if (clock.instant().plus(time).isAfter(end.minus(TO_REPORT))) {
      throw new PortFailure(
          PortFailure.Kind.UNCLEAR,
          "The wait for AWS would exceed the time of this run; the next run continues.");
    }
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PortFailure(PortFailure.Kind.UNCLEAR, "The run was interrupted.");
    }
  }
}
