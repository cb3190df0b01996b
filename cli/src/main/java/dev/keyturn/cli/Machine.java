package dev.keyturn.cli;

import dev.keyturn.run.PortFailure;
import dev.keyturn.run.World;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What this machine lends to a run. */
interface Machine {

  /** A world to run in; close it when done. */
  Lent lend();

  /** The world and its threads. */
  record Lent(World world, ExecutorService executor) implements AutoCloseable {
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
          new World(Clock.systemUTC(), Real::sleep, new SecureRandom(), executor), executor);
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
