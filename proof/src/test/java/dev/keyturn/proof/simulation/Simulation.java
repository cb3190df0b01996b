package dev.keyturn.proof.simulation;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Lives many seeds, as many at once as there are processors, until one ends badly. */
final class Simulation {
  /** So much of a story is told. */
  private static final int LINES = 60;

  /** One of so many seeds has a twin. */
  private static final int WITH_A_TWIN = 20;

  private static final long NONE = Long.MAX_VALUE;

  private final Seeds seeds;
  private final LongConsumer progress;
  private final AtomicLong next;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong bad = new AtomicLong(NONE);
  private final Tally total = new Tally();
  private volatile String why = "";

  /**
   * A simulation that is about to begin.
   *
   * @param progress is told how many seeds were lived, after each
   */
  Simulation(Seeds seeds, LongConsumer progress) {
    this.seeds = seeds;
    this.progress = progress;
    this.next = new AtomicLong(seeds.first());
  }

  /** Lives all; the story of the first that ends badly, if any. */
  Optional<String> run(int threads) throws InterruptedException {
    Thread[] crew = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      crew[i] = Thread.ofPlatform().start(this::work);
    }
    for (Thread thread : crew) {
      thread.join();
    }
    return bad.get() == NONE ? Optional.empty() : Optional.of(story(bad.get(), LINES));
  }

  private void work() {
    Tally mine = new Tally();
    for (long seed = next.getAndIncrement();
        seed <= seeds.last() && seed < bad.get();
        seed = next.getAndIncrement()) {
      try {
        mine.add(live(seed, new Story.Untold()));
        progress.accept(done.incrementAndGet());
      } catch (RuntimeException | Error end) {
        ended(seed, end);
      }
    }
    synchronized (total) {
      total.add(mine);
    }
  }

  /** A life to its end; of some also two that part after the storm, one of them undisturbed. */
  static Tally live(long seed, Story story) {
    if (seed % WITH_A_TWIN == 0) {
      Optional<String> disturbed = new Life(seed, story).lastStanding(true);
      Optional<String> undisturbed = new Life(seed, new Story.Untold()).lastStanding(false);
      if (disturbed.isPresent() && !disturbed.equals(undisturbed)) {
        throw new Violation("%s instead of %s".formatted(disturbed, undisturbed));
      }
    }
    return new Life(seed, story).live();
  }

  private synchronized void ended(long seed, Throwable end) {
    if (seed < bad.get()) {
      bad.set(seed);
      why = reason(end);
    }
  }

  /** The first seed that ended badly. */
  long bad() {
    return bad.get();
  }

  /** What the judge said of it. */
  String why() {
    return why;
  }

  /** A seed once more, with every word written down. */
  static String story(long seed, int lines) {
    Story.Told story = new Story.Told(lines);
    try {
      Tally _ = live(seed, story);
      return "seed %d ended badly, and well when it was lived again".formatted(seed);
    } catch (RuntimeException | Error end) {
      return "seed %d%n%s%n%s%nagain: %s"
          .formatted(seed, story.text(), reason(end), command(new Seeds(seed, seed)));
    }
  }

  private static String reason(Throwable end) {
    Throwable cause = end.getCause();
    return cause == null ? end.toString() : end + ": " + cause;
  }

  /** What lives these seeds, from the root of the tree. */
  static String command(Seeds seeds) {
    return "mvn -q test -pl proof -am -Dtest=SimulationTest -Dkeyturn.seeds=%d..%d -Dsurefire.failIfNoSpecifiedTests=false"
        .formatted(seeds.first(), seeds.last());
  }

  Tally total() {
    synchronized (total) {
      return total;
    }
  }

  long done() {
    return done.get();
  }
}
