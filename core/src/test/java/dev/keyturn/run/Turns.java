package dev.keyturn.run;

import dev.keyturn.port.RuntimeEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.IntUnaryOperator;

/**
 * Several runs at the same time, of which exactly one moves at any instant, from one call or wait
 * to its next: who, is for the test to say.
 */
final class Turns {
  private final AccountFixture account;
  private final List<Runner> runners = new ArrayList<>();

  Turns(AccountFixture account) {
    this.account = account;
  }

  Turns run(Weather weather) {
    runners.add(new Runner(weather));
    return this;
  }

  /**
   * Lets the runs go until all have ended.
   *
   * @param whose chooses which of the unfinished runs moves next, from their number
   */
  void play(IntUnaryOperator whose) {
    List<Runner> going = new ArrayList<>(runners);
    going.forEach(Runner::start);
    while (!going.isEmpty()) {
      Runner next = going.get(whose.applyAsInt(going.size()));
      next.step();
      if (next.ended) {
        going.remove(next);
      }
    }
    for (Runner runner : runners) {
      runner.check();
    }
  }

  /** The first run for a number of steps, then the second, then the first to its end. */
  static IntUnaryOperator inTurn(int first, int second) {
    int[] step = new int[1];
    return going -> {
      step[0]++;
      return going > 1 && step[0] > first && step[0] <= first + second ? 1 : 0;
    };
  }

  private final class Runner {
    private final Weather weather;
    private final Semaphore mine = new Semaphore(0);
    private final Semaphore given = new Semaphore(0);
    private final List<Throwable> thrown = new ArrayList<>();
    private boolean ended;

    Runner(Weather weather) {
      this.weather = weather;
    }

    void start() {
      Thread.ofVirtual()
          .start(
              () -> {
                mine.acquireUninterruptibly();
                try {
                  apply();
                } catch (Throwable t) {
                  thrown.add(t);
                } finally {
                  ended = true;
                  given.release();
                }
              });
    }

    private void apply() {
      RuntimeEnvironment runtime = account.runtime();
      RuntimeEnvironment.Waits waits =
          time -> {
            runtime.waits().pause(time);
            pass();
          };
      account.apply(
          call -> {
            pass();
            return weather.of(call);
          },
          new RuntimeEnvironment(runtime.clock(), waits, runtime.random(), runtime.executor()));
    }

    private void pass() {
      given.release();
      mine.acquireUninterruptibly();
    }

    void step() {
      mine.release();
      given.acquireUninterruptibly();
    }

    void check() {
      for (Throwable t : thrown) {
        if (!AccountFixture.isCut(t) && !AccountFixture.couldNotBegin(t)) {
          throw new AssertionError("a run died", t);
        }
      }
    }
  }
}
