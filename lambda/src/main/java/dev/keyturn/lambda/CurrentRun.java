package dev.keyturn.lambda;

import dev.keyturn.aws.org.RunObjects;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.org.Executions;
import dev.keyturn.org.Executions.Execution;
import dev.keyturn.org.Executions.Status;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.PortFailure;
import dev.keyturn.state.StateObject;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * Which execution is at work. Two at once would share the limits out twice, so that a second one is
 * refused until the first has its report, has ended without one, or its time is over.
 */
final class CurrentRun {
  /** The state machine ends after this time. */
  private static final Duration LONGEST = Duration.ofHours(6);

  /**
   * Steps in accounts may outlive their execution if it is stopped: an invocation of the function
   * takes up to 15 minutes.
   */
  private static final Duration LAST_STEPS = Duration.ofMinutes(20);

  private final StateObject state;
  private final String run;

  private CurrentRun(StateObject state, String run) {
    this.state = state;
    this.run = run;
  }

  /**
   * The place of an execution that may begin; nothing is noted yet.
   *
   * @param executions say whether the noted one still runs; where they do not, it is believed to
   * @throws NotBegun if another one is at work
   */
  static CurrentRun free(
      BucketObjects objects, String run, Optional<Executions> executions, Instant now) {
    StateObject state = new StateObject(objects, BucketPaths.CURRENT_RUN);
    Optional<String> other =
        other(state, run).flatMap(noted -> working(noted, objects, executions, now));
    if (other.isPresent()) {
      throw refused(other.get());
    }
    return new CurrentRun(state, run);
  }

  /**
   * Refuses a step of an execution that another one has followed: it was stopped, and begun again
   * from its middle (Step Functions calls that a redrive).
   *
   * @throws NotBegun if another execution is noted
   */
  static void demand(BucketObjects objects, String run) {
    Optional<Noted> other = other(new StateObject(objects, BucketPaths.CURRENT_RUN), run);
    if (other.isPresent()) {
      throw new NotBegun(
          "Execution %s is not at work any more, because %s has begun. Nothing was changed; start a new execution."
              .formatted(run, other.get().run()));
    }
  }

  /** What is noted of another execution. */
  private static Optional<Noted> other(StateObject state, String run) {
    return state.read().flatMap(Noted::read).filter(noted -> !noted.run().equals(run));
  }

  /**
   * Notes that the execution is at work.
   *
   * @throws NotBegun if another one was noted meanwhile
   */
  void begin(Instant now) {
    if (!state.write(run + "\n" + now + "\n")) {
      throw refused("it began a moment ago");
    }
  }

  private static NotBegun refused(String other) {
    return new NotBegun(
        "Another execution is at work (%s). No account was read or changed. Wait until it ends, or stop it in the Step Functions console; then start a new one."
            .formatted(other));
  }

  /** The name of the noted execution if it is at work, and what is known of its end. */
  private static Optional<String> working(
      Noted noted, BucketObjects objects, Optional<Executions> executions, Instant now) {
    RunObjects written = new RunObjects(objects, noted.run());
    if (noted.began().plus(LONGEST).isBefore(now)
        || objects.read(written.key(RunObjects.REPORT)).isPresent()) {
      return Optional.empty();
    }
    try {
      Optional<Instant> ended =
          executions
              .flatMap(all -> all.find(noted.run()))
              .filter(one -> one.status() != Status.RUNNING)
              .map(Execution::at);
      if (ended.isEmpty()) {
        return Optional.of(noted.run());
      }
      Instant until = ended.get().plus(LAST_STEPS);
      // Before it has shared the limits out, no step changes anything.
      return until.isBefore(now) || objects.read(written.key(RunSteps.list(1))).isEmpty()
          ? Optional.empty()
          : Optional.of(
              "%s has ended, but its last steps may be at work until %s"
                  .formatted(noted.run(), until));
    } catch (PortFailure e) {
      return Optional.of(
          "%s; whether it has ended is unknown: %s".formatted(noted.run(), e.getMessage()));
    }
  }

  /** What the object says. */
  private record Noted(String run, Instant began) {
    /** Nothing if it is not as {@link #begin} writes it. */
    static Optional<Noted> read(String text) {
      List<String> lines = text.lines().toList();
      try {
        return lines.size() == 2
            ? Optional.of(new Noted(lines.getFirst(), Instant.parse(lines.getLast())))
            : Optional.empty();
      } catch (DateTimeParseException _) {
        return Optional.empty();
      }
    }
  }
}
