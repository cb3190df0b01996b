package dev.keyturn.port;

/** When a run must start no more users, because its time is nearly over. */
@FunctionalInterface
public interface Deadline {
  /** Whether to start no more users; once true, always true. Called from several threads. */
  boolean near();

  /** What ends the run, as half a sentence. */
  default String why() {
    return "the time of this run was nearly over";
  }

  /** For a run that may take as long as it takes. */
  static Deadline none() {
    return () -> false;
  }
}
