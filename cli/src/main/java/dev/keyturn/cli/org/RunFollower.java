package dev.keyturn.cli.org;

import dev.keyturn.org.Executions;
import dev.keyturn.org.Executions.Execution;
import dev.keyturn.org.Executions.Status;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.RuntimeEnvironment.Waits;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits for the end of an execution.
 *
 * @param interrupt ends the waiting, not the execution
 */
record RunFollower(Executions executions, RunProgress progress, Waits waits, Deadline interrupt) {
  /** Short, so that Ctrl-C is heard. */
  static final Duration PAUSE = Duration.ofSeconds(2);

  /** The progress is shown at each of these looks. */
  static final int LOOKS_TO_PROGRESS = 5;

  /**
   * An execution that was started may be missing until this look: DescribeExecution is eventually
   * consistent (Step Functions API reference).
   */
  static final int LOOKS_TO_BE_THERE = 15;

  /** How the waiting ended. */
  sealed interface Outcome {
    record Ended(Execution execution) implements Outcome {}

    record Interrupted() implements Outcome {}

    /** There is no such execution. */
    record NoSuch() implements Outcome {}
  }

  /**
   * Follows an execution; throws {@link dev.keyturn.port.PortFailure} if it cannot be asked about.
   *
   * @param started whether it was started a moment ago
   */
  Outcome follow(String name, boolean started) {
    boolean seen = false;
    for (int look = 1; !interrupt.near(); look++) {
      Optional<Execution> found = executions.find(name);
      seen = seen || found.isPresent();
      if (!seen && (!started || look >= LOOKS_TO_BE_THERE)) {
        return new Outcome.NoSuch();
      }
      if (found.isPresent() && found.get().status() != Status.RUNNING) {
        progress.clear();
        return new Outcome.Ended(found.get());
      }
      if (seen && look % LOOKS_TO_PROGRESS == 0) {
        progress.show();
      }
      waits.pause(PAUSE);
    }
    progress.clear();
    return new Outcome.Interrupted();
  }
}
