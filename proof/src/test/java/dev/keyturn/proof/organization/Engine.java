package dev.keyturn.proof.organization;

import dev.keyturn.org.Executions;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.proof.simulation.Timeline;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What AWS Step Functions says of the executions. */
final class Engine implements Executions {
  static final String MACHINE =
      "arn:aws:states:eu-central-1:999999999999:stateMachine:keyturn-prod";

  private final Timeline timeline;
  private final Map<String, Execution> executions = new TreeMap<>();

  /** Whether it answers. */
  boolean works = true;

  Engine(Timeline timeline) {
    this.timeline = timeline;
  }

  /** An execution is running. */
  void began(String name) {
    executions.put(name, new Execution(Status.RUNNING, timeline.instant(), "", ""));
  }

  /** An execution is stopped from outside, has failed, or is done. */
  void ended(String name) {
    executions.put(name, new Execution(Status.ABORTED, timeline.instant(), "", ""));
  }

  /** When an execution ended, if it has. */
  Optional<Instant> end(String name) {
    return Optional.ofNullable(executions.get(name))
        .filter(one -> one.status() != Status.RUNNING)
        .map(Execution::at);
  }

  @Override
  public String machine() {
    return "keyturn-prod";
  }

  @Override
  public void start(String name) {
    throw new UnsupportedOperationException("A step starts no execution.");
  }

  @Override
  public Optional<Execution> find(String name) {
    if (!works) {
      throw new PortFailure(Kind.DENIED, "Step Functions DescribeExecution: denied");
    }
    return Optional.ofNullable(executions.get(name));
  }
}
