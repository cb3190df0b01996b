package dev.keyturn.port;

import java.util.Optional;
import java.util.function.Supplier;

/** When a run must start no more users, because its time is nearly over. */
@FunctionalInterface
public interface Deadline {
  /** What is said of a task that was left out. */
  String LATE = "There was no time left.";

  /** Whether to start no more users; once true, always true. Called from several threads. */
  boolean near();

  /** What ends the run, as half a sentence. */
  default String why() {
    return "the time of this run was nearly over";
  }

  /**
   * Runs a task that may be left out.
   *
   * @return its result, if it ended in time
   */
  default <T> Optional<T> within(Supplier<T> task) {
    return Optional.of(task.get());
  }

  /** For a run that may take as long as it takes. */
  static Deadline none() {
    return () -> false;
  }
}
