package dev.keyturn.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Many concurrent users, and never more than the bound. */
class BoundedParallelTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  @Test
  void takesNoMoreThanItsBoundAtOnceAndTheNextAsSoonAsOneIsDone() {
    Queue<Runnable> begun = new ConcurrentLinkedQueue<>();
    List<Integer> done = new ArrayList<>();
    CompletableFuture<List<Integer>> results = new CompletableFuture<>();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () ->
                    results.complete(
                        new BoundedParallel(begun::add, () -> 3)
                            .map(List.of(1, 2, 3, 4, 5), item -> item * item, done::add)));
    awaitStandstill(caller, begun, 3);
    for (int left = 5; left > 0; left--) {
      begun.remove().run();
      awaitStandstill(caller, begun, Math.min(3, left - 1));
    }
    assertThat(results.join()).containsExactly(1, 4, 9, 16, 25);
    assertThat(done).containsExactly(1, 2, 3, 4, 5);
  }

  /**
   * Waits until a number of items has started and the caller waits for a slot or results, or ends.
   */
  private static void awaitStandstill(Thread caller, Queue<Runnable> begun, int count) {
    long until = System.nanoTime() + LONG.toNanos();
    while (begun.size() != count
        || (caller.isAlive() && caller.getState() != Thread.State.WAITING)) {
      assertThat(System.nanoTime()).as("%d begun, not %d", begun.size(), count).isLessThan(until);
      Thread.onSpinWait();
    }
  }
}
