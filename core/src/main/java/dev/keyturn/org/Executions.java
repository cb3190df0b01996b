package dev.keyturn.org;

import java.time.Instant;
import java.util.Optional;

/**
 * Executions of the deployed state machine. All methods throw {@link dev.keyturn.port.PortFailure}.
 */
public interface Executions {
  /** The name of the state machine. */
  String machine();

  /**
   * Starts an execution. If its outcome is unclear, {@link #find} says whether it was started.
   *
   * @param name of the execution; must be new
   */
  void start(String name);

  /** An execution; none if there is none, or if it was started a moment ago. */
  Optional<Execution> find(String name);

  /** The states of an execution. */
  enum Status {
    RUNNING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    ABORTED
  }

  /**
   * An execution.
   *
   * @param at when it ended, or began if it is running
   * @param error the code of its failure; empty if it did not fail
   * @param cause the failure's message; empty if there is none
   */
  record Execution(Status status, Instant at, String error, String cause) {}
}
