package dev.keyturn.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** Works on many users at the same time, within a bound. */
final class Crew {
  private final Executor executor;
  private final int atOnce;

  Crew(Executor executor, int atOnce) {
    this.executor = executor;
    this.atOnce = atOnce;
  }

  /**
   * The results in the order of the items. Work must not throw; if it does, so does this, when all
   * is done.
   */
  <T, R> List<R> map(List<T> items, Function<T, R> work, IntConsumer done) {
    Semaphore places = new Semaphore(atOnce);
    AtomicInteger count = new AtomicInteger();
    List<CompletableFuture<R>> results = new ArrayList<>(items.size());
    for (T item : items) {
      places.acquireUninterruptibly();
      results.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return work.apply(item);
                } finally {
                  places.release();
                  done.accept(count.incrementAndGet());
                }
              },
              executor));
    }
    CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
        .exceptionally(_ -> null)
        .join();
    return results.stream().map(CompletableFuture::join).toList();
  }
}
