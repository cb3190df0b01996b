package dev.keyturn.lambda;

import dev.keyturn.aws.org.RunObjects;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.state.StateObject;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * Which execution is at work. Two at once would share the limits out twice, so that a second one is
 * refused until the first has its report, or its time is over.
 */
final class CurrentRun {
  /** The state machine ends after this time. */
  private static final Duration LONGEST = Duration.ofHours(6);

  private final StateObject state;
  private final String run;

  private CurrentRun(StateObject state, String run) {
    this.state = state;
    this.run = run;
  }

  /**
   * The place of an execution that may begin; nothing is noted yet.
   *
   * @throws NotBegun if another one is at work
   */
  static CurrentRun free(BucketObjects objects, String run, Instant now) {
    StateObject state = new StateObject(objects, BucketPaths.CURRENT_RUN);
    Optional<String> other = state.read().flatMap(text -> working(objects, text, run, now));
    if (other.isPresent()) {
      throw refused(other.get());
    }
    return new CurrentRun(state, run);
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
        "Another execution is at work (%s). No account was read or changed.".formatted(other));
  }

  /** The name of another execution that is at work. */
  private static Optional<String> working(
      BucketObjects objects, String text, String run, Instant now) {
    List<String> lines = text.lines().toList();
    if (lines.size() != 2 || lines.getFirst().equals(run)) {
      return Optional.empty();
    }
    try {
      boolean over = Instant.parse(lines.getLast()).plus(LONGEST).isBefore(now);
      String report = new RunObjects(objects, lines.getFirst()).key("report.json");
      return over || objects.read(report).isPresent()
          ? Optional.empty()
          : Optional.of(lines.getFirst());
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
