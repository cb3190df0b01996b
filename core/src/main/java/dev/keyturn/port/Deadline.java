package dev.keyturn.port;

/** When a run is to take no more users, because whoever started it has little time left. */
@FunctionalInterface
public interface Deadline {
  /** Whether no more users are to be taken; once true, always true. Called from several threads. */
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
