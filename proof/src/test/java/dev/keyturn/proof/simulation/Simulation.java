package dev.keyturn.proof.simulation;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Runs seeds in parallel, one per processor, until one fails. */
final class Simulation {
  /** The number of events to print. */
  private static final int LINES = 60;

  /** One of this number of seeds also runs as two copies. */
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
   * A simulation to be run.
   *
   * @param progress receives the number of finished seeds after each
   */
  Simulation(Seeds seeds, LongConsumer progress) {
    this.seeds = seeds;
    this.progress = progress;
    this.next = new AtomicLong(seeds.first());
  }

  /** Runs all seeds; returns the events of the first failure, if any. */
  Optional<String> run(int threads) throws InterruptedException {
    Thread[] parallel = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      parallel[i] = Thread.ofPlatform().start(this::work);
    }
    for (Thread thread : parallel) {
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

  /** Runs a seed; for some also two copies that differ in a period of faults. */
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

  /** The first failing seed. */
  long bad() {
    return bad.get();
  }

  /** The judge's message. */
  String why() {
    return why;
  }

  /** Repeats a seed and records its events. */
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

  /** The command that runs these seeds, from the root of the tree. */
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
