package dev.keyturn.throttle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/** Processes many users concurrently, up to a bound that may change meanwhile. */
public final class BoundedParallel {
  /**
   * The number of users that are read or processed concurrently: enough for the default {@code
   * IAM_CALLS_PER_SECOND} even if each call takes half a second.
   */
  public static final int USERS_AT_ONCE = 16;

  private final Executor executor;
  private final IntSupplier atOnce;

  /**
   * Creates an idle executor.
   *
   * @param atOnce the bound; asked before each item starts
   */
  public BoundedParallel(Executor executor, IntSupplier atOnce) {
    this.executor = executor;
    this.atOnce = atOnce;
  }

  /**
   * Returns the results in the order of the items. Work must not throw; if it does, this throws
   * when all work is done.
   */
  public <T, R> List<R> map(List<T> items, Function<T, R> work, IntConsumer done) {
    Places places = new Places();
    AtomicInteger count = new AtomicInteger();
    List<CompletableFuture<R>> results = new ArrayList<>(items.size());
    for (T item : items) {
      places.take();
      results.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return work.apply(item);
                } finally {
                  places.leave();
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

  /** The slots of one piece of work. */
  private final class Places {
    private final Lock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private int taken;

    void take() {
      lock.lock();
      try {
        while (taken >= Math.max(1, atOnce.getAsInt())) {
          left.awaitUninterruptibly();
        }
        taken++;
      } finally {
        lock.unlock();
      }
    }

    void leave() {
      lock.lock();
      try {
        taken--;
        left.signal();
      } finally {
        lock.unlock();
      }
    }
  }
}
