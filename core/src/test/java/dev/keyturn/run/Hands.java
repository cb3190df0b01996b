package dev.keyturn.run;

import dev.keyturn.port.RuntimeEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Several threads in virtual time: one works at a time, in an order that is always the same, and
 * time passes only while all of them wait.
 */
public final class Hands implements InstantSource, RuntimeEnvironment.Waits {
  private record Waiting(Instant until, long number, Semaphore turn) {}

  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(Comparator.comparing(Waiting::until).thenComparingLong(Waiting::number));
  private final Semaphore idle = new Semaphore(0);
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private long number;

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public void pause(Duration time) {
    Semaphore turn = queue(time);
    idle.release();
    turn.acquireUninterruptibly();
  }

  private Semaphore queue(Duration time) {
    Semaphore turn = new Semaphore(0);
    waiting.add(new Waiting(now.plus(time), ++number, turn));
    return turn;
  }

  /** Returns when all have done their work. */
  public void work(List<? extends Runnable> all) {
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (Runnable work : all) {
      Semaphore turn = queue(Duration.ZERO);
      CompletableFuture<Void> end = new CompletableFuture<>();
      ends.add(end);
      Thread.ofVirtual()
          .start(
              () -> {
                turn.acquireUninterruptibly();
                try {
                  work.run();
                  end.complete(null);
                } catch (Throwable e) { // an assertion, too, is for the thread that waits
                  end.completeExceptionally(e);
                }
                idle.release();
              });
    }
    while (!waiting.isEmpty()) {
      Waiting next = waiting.remove();
      now = next.until().isAfter(now) ? next.until() : now;
      next.turn().release();
      idle.acquireUninterruptibly();
    }
    ends.forEach(CompletableFuture::join);
  }
}
