package dev.keyturn.aws.adapter;

import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.aws.client.SignedCalls;
import dev.keyturn.event.EventBus;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Events by EventBridge PutEvents (JSON 1.1), which answers for each of them. Only those that were
 * not accepted are repeated, with the waits and the number of attempts of other calls.
 */
public final class EventBridge implements EventBus {
  /** The source of all events. */
  public static final String SOURCE = "keyturn";

  /** Of one call (EventBridge API reference, PutEvents, Entries). */
  static final int AT_ONCE = 10;

  private static final SignedCalls.Service SERVICE =
      new SignedCalls.Service("events", "eventbridge");

  private final SignedCalls signed;
  private final Calls calls;
  private final String bus;

  /**
   * A bus.
   *
   * @param bus its name or ARN
   */
  public EventBridge(SignedCalls signed, Calls calls, String bus) {
    this.signed = signed;
    this.calls = calls;
    this.bus = bus;
  }

  @Override
  public Optional<Rejected> put(List<Message> messages) {
    for (int from = 0; from < messages.size(); from += AT_ONCE) {
      int to = Math.min(from + AT_ONCE, messages.size());
      List<Message> left = new ArrayList<>(messages.subList(from, to));
      try {
        calls.call("EventBridge PutEvents to " + bus, () -> attempt(left));
      } catch (PortFailure failure) {
        return Optional.of(new Rejected(left.size() + messages.size() - to, failure.message()));
      }
    }
    return Optional.empty();
  }

  /** Makes the call, and removes what was accepted; the answer has the order of the question. */
  private boolean attempt(List<Message> left) {
    Map<?, ?> reply =
        JsonTree.object(
            signed.ask(
                SERVICE,
                SignedCalls.Question.json(
                    "1.1",
                    "AWSEvents.PutEvents",
                    Map.of("Entries", left.stream().map(this::entry).toList()))));
    List<Map<?, ?>> answers = JsonTree.objects(reply, "Entries");
    if (answers.size() != left.size()) {
      throw new IllegalStateException(
          "it answers for %s of %s events".formatted(answers.size(), left.size()));
    }
    List<Message> refused = new ArrayList<>();
    List<Map<?, ?>> refusals = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      if (JsonTree.text(answers.get(i), "EventId").isEmpty()) {
        refused.add(left.get(i));
        refusals.add(answers.get(i));
      }
    }
    left.clear();
    left.addAll(refused);
    if (!refusals.isEmpty()) {
      throw refusal(refusals);
    }
    return true;
  }

  private Map<String, String> entry(Message message) {
    Map<String, String> entry = new LinkedHashMap<>();
    entry.put("EventBusName", bus);
    entry.put("Source", SOURCE);
    entry.put("DetailType", message.type());
    entry.put("Detail", message.detail());
    return entry;
  }

  /** A later attempt can succeed if one of the events was throttled or met an error of AWS. */
  private PortFailure refusal(List<Map<?, ?>> refusals) {
    boolean passing =
        refusals.stream()
            .map(refusal -> JsonTree.text(refusal, "ErrorCode"))
            .anyMatch(code -> code.startsWith("Throttling") || code.startsWith("Internal"));
    Map<?, ?> first = refusals.getFirst();
    return new PortFailure(
        passing ? Kind.THROTTLED : Kind.REFUSED,
        "EventBridge PutEvents to %s did not accept an event: %s %s"
            .formatted(bus, JsonTree.text(first, "ErrorCode"), JsonTree.text(first, "ErrorMessage"))
            .strip());
  }
}
