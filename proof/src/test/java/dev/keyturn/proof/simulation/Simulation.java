package dev.keyturn.proof.simulation;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Runs seeds in parallel, one per processor, until as many as given have failed. */
public final class Simulation {
  /** The number of events to print. */
  private static final int LINES = 60;

  /** One of this number of seeds also runs as two copies. */
  private static final int WITH_A_TWIN = 20;

  private final Kind kind;
  private final Seeds seeds;
  private final LongConsumer progress;
  private final AtomicLong next;
  private final AtomicLong done = new AtomicLong();
  private final int failures;
  private final NavigableMap<Long, String> bad = new ConcurrentSkipListMap<>();
  private final Tally total = new Tally();

  /**
   * What a seed stands for.
   *
   * @param test the simple name of the test that runs these seeds
   * @param seeds the property that names its seeds
   */
  public record Kind(String test, String seeds, Living living) {
    static final Kind COMPANIES = new Kind("SimulationTest", "keyturn.seeds", Simulation::live);
  }

  /** Runs one seed. */
  @FunctionalInterface
  public interface Living {
    Tally live(long seed, Story story);
  }

  /**
   * A simulation to be run.
   *
   * @param failures the number of failed seeds after which only smaller ones are run, at least 1
   * @param progress receives the number of finished seeds after each
   */
  public Simulation(Kind kind, Seeds seeds, int failures, LongConsumer progress) {
    this.kind = kind;
    this.failures = failures;
    this.seeds = seeds;
    this.progress = progress;
    this.next = new AtomicLong(seeds.first());
  }

  /** Runs all seeds; returns the events of each failure, by seed. */
  public List<String> run(int threads) throws InterruptedException {
    Thread[] parallel = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      parallel[i] = Thread.ofPlatform().start(this::work);
    }
    for (Thread thread : parallel) {
      thread.join();
    }
    return bad.keySet().stream().map(seed -> story(seed, LINES)).toList();
  }

  private void work() {
    Tally mine = new Tally();
    for (long seed = next.getAndIncrement();
        seed <= seeds.last() && (bad.size() < failures || seed < bad.lastKey());
        seed = next.getAndIncrement()) {
      try {
        mine.add(kind.living().live(seed, new Story.Untold()));
        progress.accept(done.incrementAndGet());
      } catch (RuntimeException | Error end) {
        bad.put(seed, reason(end));
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

  /** The first failing seed and the judge's message. */
  public Optional<Map.Entry<Long, String>> bad() {
    return Optional.ofNullable(bad.firstEntry());
  }

  /** Repeats a seed and records its events. */
  private String story(long seed, int lines) {
    Story.Told story = new Story.Told(lines);
    try {
      Tally _ = kind.living().live(seed, story);
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
  private String command(Seeds seeds) {
    return "mvn -q test -pl proof -am -Dtest=%s -D%s=%d..%d -Dsurefire.failIfNoSpecifiedTests=false"
        .formatted(kind.test(), kind.seeds(), seeds.first(), seeds.last());
  }

  public Tally total() {
    synchronized (total) {
      return total;
    }
  }

  public long done() {
    return done.get();
  }
}
