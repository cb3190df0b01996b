package dev.keyturn.run;

import dev.keyturn.event.EventBus;
import dev.keyturn.event.EventBus.Message;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.PortFailure;
import dev.keyturn.report.EventJson;
import java.util.List;
import java.util.Optional;

/**
 * Puts an event on the bus for each user for whom an applied run changed something, failed, or
 * found that a person has to act: the users of whom {@linkplain DigestBuilder the digest} tells,
 * without those that are deferred. A failure is reported and does not affect the run.
 */
public final class EventPublisher {
  private final Optional<EventBus> bus;

  /**
   * A publisher.
   *
   * @param bus empty if no events are wanted
   */
  public EventPublisher(Optional<EventBus> bus) {
    this.bus = bus;
  }

  /** The result. */
  public sealed interface Published {
    /** There is nothing to report, or no bus. */
    record Nothing() implements Published {}

    record All(int events) implements Published {}

    record Not(int events, String why) implements Published {}
  }

  /** Puts the events of a run, within its time. */
  public Published publish(Report report, Deadline deadline) {
    List<Message> messages = messages(report);
    if (bus.isEmpty() || messages.isEmpty()) {
      return new Published.Nothing();
    }
    return deadline
        .within(() -> put(bus.get(), messages))
        .orElseGet(() -> new Published.Not(messages.size(), "There was no time left."));
  }

  private static Published put(EventBus bus, List<Message> messages) {
    try {
      return bus.put(messages)
          .<Published>map(rejected -> new Published.Not(rejected.messages(), rejected.why()))
          .orElseGet(() -> new Published.All(messages.size()));
    } catch (RuntimeException mistake) {
      return new Published.Not(messages.size(), PortFailure.defect(mistake).message());
    }
  }

  private static List<Message> messages(Report report) {
    return report.rows().stream()
        .flatMap(
            row -> type(row).map(type -> new Message(type, EventJson.of(report, row))).stream())
        .toList();
  }

  /** What happened; empty if no event tells of it. */
  private static Optional<String> type(Row row) {
    if (row.outcome() instanceof Outcome.Left || !DigestBuilder.tells(row)) {
      return Optional.empty();
    }
    return Optional.of(
        row.outcome() instanceof Outcome.Failed
            ? "Keyturn User Failed"
            : switch (row.decision().verb()) {
              case ROTATE -> "Keyturn Key Rotated";
              case DEACTIVATE -> "Keyturn Key Deactivated";
              case DELETE -> "Keyturn Key Deleted";
              case CLEAR -> "Keyturn Record Cleared";
              case HOLD -> "Keyturn User Held";
              case WARN -> throw new IllegalStateException("a digest does not tell of a warning");
            });
  }
}
