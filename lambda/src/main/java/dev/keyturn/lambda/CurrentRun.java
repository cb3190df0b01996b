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

  private CurrentRun() {}

  /**
   * Notes that an execution is at work.
   *
   * @throws NotBegun if another one is
   */
  static void begin(BucketObjects objects, String run, Instant now) {
    StateObject state = new StateObject(objects, BucketPaths.CURRENT_RUN);
    Optional<String> other = state.read().flatMap(text -> working(objects, text, run, now));
    if (other.isPresent() || !state.write(run + "\n" + now + "\n")) {
      throw new NotBegun(
          "Another execution is at work (%s). Nothing was read or changed."
              .formatted(other.orElse("it began a moment ago")));
    }
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
