package dev.keyturn.cli;

import dev.keyturn.port.PortFailure;
import dev.keyturn.port.RuntimeEnvironment;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What a run needs from the machine. */
public interface Machine {

  /** The environment of a run; the caller closes it. */
  Lent lend();

  /** The system clock. */
  InstantSource clock();

  /** Blocks until the process is to end. */
  void awaitInterrupt();

  /** From now on, Ctrl-C is reported to {@code interrupt} and does not end the process. */
  default void report(Interrupt interrupt) {}

  /** The environment and its threads. */
  record Lent(RuntimeEnvironment runtime, ExecutorService executor) implements AutoCloseable {
    @Override
    public void close() {
      executor.close();
    }
  }

  /** The system's clock, real waits, real randomness, virtual threads. */
  final class Real implements Machine {
    @Override
    public Lent lend() {
      ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
      return new Lent(
          new RuntimeEnvironment(clock(), Real::sleep, new SecureRandom(), executor), executor);
    }

    @Override
    public InstantSource clock() {
      return Clock.systemUTC();
    }

    /** Blocks until the process exits. */
    @Override
    public void awaitInterrupt() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void report(Interrupt interrupt) {
      interrupt.listen();
    }

    private static void sleep(Duration time) {
      try {
        Thread.sleep(time);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PortFailure(PortFailure.Kind.UNCLEAR, "The run was interrupted.");
      }
    }
  }
}
