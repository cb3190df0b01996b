package dev.keyturn.proof.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Several simultaneous processes, of which exactly one runs at any time: the one whose time has
 * come, until its next call or wait.
 */
public final class Turns {
  private final Timeline timeline;
  private final List<Runner> runners = new ArrayList<>();

  public Turns(Timeline timeline) {
    this.timeline = timeline;
  }

  /** Adds a process that begins after a time. */
  public void add(Duration after, Consumer<Pace> process) {
    runners.add(new Runner(timeline.instant().plus(after), process));
  }

  /** Runs them until all have ended, and throws the exception of one of them. */
  public void play() {
    List<Runner> going = new ArrayList<>(runners);
    going.forEach(Runner::start);
    while (!going.isEmpty()) {
      Runner next = going.stream().min(Comparator.comparing(runner -> runner.wakes)).orElseThrow();
      next.broken.addAll(happens(next.wakes));
      next.step();
      if (next.ended) {
        going.remove(next);
      }
    }
    for (Runner runner : runners) {
      for (Throwable thrown : runner.broken) {
        throw new IllegalStateException("a process died", thrown);
      }
    }
  }

  /** An event while all sleep may break a promise; the processes must still end. */
  private List<Violation> happens(Instant until) {
    try {
      timeline.passUntil(until);
      return List.of();
    } catch (Violation violation) {
      return List.of(violation);
    }
  }

  private final class Runner implements Pace {
    private final Consumer<Pace> process;
    private final Semaphore mine = new Semaphore(0);
    private final Semaphore given = new Semaphore(0);
    private final List<Throwable> broken = new ArrayList<>();
    private Instant wakes;
    private boolean ended;

    Runner(Instant wakes, Consumer<Pace> process) {
      this.wakes = wakes;
      this.process = process;
    }

    void start() {
      Thread.ofVirtual()
          .start(
              () -> {
                mine.acquireUninterruptibly();
                try {
                  process.accept(this);
                } catch (Throwable thrown) {
                  // Any exception would end only this thread; play() throws it in the test.
                  broken.add(thrown);
                } finally {
                  ended = true;
                  given.release();
                }
              });
    }

    void step() {
      mine.release();
      given.acquireUninterruptibly();
    }

    @Override
    public void pass(Duration time) {
      wakes = timeline.instant().plus(time);
      given.release();
      mine.acquireUninterruptibly();
    }
  }
}
