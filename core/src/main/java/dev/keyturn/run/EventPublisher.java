package dev.keyturn.run;

import dev.keyturn.event.EventBus;
import dev.keyturn.event.EventBus.Message;
import dev.keyturn.event.Intervened;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remedy;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.PortFailure;
import dev.keyturn.report.EventJson;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts an event on the bus for each user for whom an applied run changed something, sent a warning,
 * failed, or found a hold of which {@linkplain DigestBuilder the digest} tells; and for each
 * overdue key that no run rotates; and for an administrator's change. A failure is reported and
 * does not affect the run.
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
    return publish(messages(report), deadline);
  }

  /**
   * Puts the event of an administrator's change. An order has none: the run that follows it has.
   */
  public Published publish(Intervened done) {
    return publish(
        type(done.change()).map(type -> new Message(type, EventJson.of(done))).stream().toList(),
        Deadline.none());
  }

  private Published publish(List<Message> messages, Deadline deadline) {
    if (bus.isEmpty() || messages.isEmpty()) {
      return new Published.Nothing();
    }
    return deadline
        .within(() -> put(bus.get(), messages))
        .orElseGet(() -> new Published.Not(messages.size(), Deadline.LATE));
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
    return Stream.concat(
            report.rows().stream()
                .flatMap(
                    row ->
                        Stream.concat(Stream.of(row), shutOut(row).stream())
                            .flatMap(done -> message(report, done).stream())),
            report.neverRotated().stream()
                .map(key -> new Message("Keyturn Key Never Rotated", EventJson.of(report, key))))
        .toList();
  }

  private static Optional<Message> message(Report report, Row row) {
    return type(row).map(type -> new Message(type, EventJson.of(report, row)));
  }

  /** The deactivation of a compromised key in the run that replaced it. */
  private static Optional<Row> shutOut(Row row) {
    return row.decision() instanceof Rotate rotate
            && row.outcome() instanceof Outcome.Rotated rotated
            && rotated.oldKeyOff()
        ? Optional.of(
            new Row(
                row.user(),
                row.owner(),
                row.keys(),
                new Deactivate(
                    Reason.Deactivate.SHUT_OUT, rotate.oldKey(), DeactivationStep.DEACTIVATING),
                new Outcome.Done()))
        : Optional.empty();
  }

  private static Optional<String> type(Remedy.Change change) {
    return switch (change) {
      case Remedy.BringBack _ -> Optional.of("Keyturn Key Reactivated");
      case Remedy.ClearRecord _, Remedy.RewriteRecord _, Remedy.ReplaceKey _ ->
          Optional.of("Keyturn User Mended");
      case Remedy.WithdrawOrder _ -> Optional.of("Keyturn Order Withdrawn");
      case Remedy.Order _ -> Optional.empty();
    };
  }

  /** What happened; empty if no event reports it. */
  private static Optional<String> type(Row row) {
    return switch (row.outcome()) {
      case Outcome.Planned _, Outcome.Deferred _ -> Optional.empty();
      case Outcome.Failed _ -> Optional.of("Keyturn User Failed");
      case Outcome.Done _, Outcome.Rotated _ ->
          switch (row.decision()) {
            case Warn _, RestartGrace _ -> Optional.of("Keyturn Owner Warned");
            case Rotate _ -> Optional.of("Keyturn Key Rotated");
            case Deactivate _ -> Optional.of("Keyturn Key Deactivated");
            case Delete _ -> Optional.of("Keyturn Key Deleted");
            case Clear _ -> Optional.of("Keyturn Record Cleared");
            case Hold _ ->
                DigestBuilder.lists(row) ? Optional.of("Keyturn User Held") : Optional.empty();
          };
    };
  }
}
