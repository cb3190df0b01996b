package dev.keyturn.demo;

import dev.keyturn.demo.DayRun.Said;
import dev.keyturn.event.EventBus.Message;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.Deadline;
import dev.keyturn.report.AccountView;
import dev.keyturn.report.Cells;
import dev.keyturn.report.SeenKey;
import dev.keyturn.run.EventPublisher;
import dev.keyturn.run.Run;
import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.http.Json;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The rows of reports as sentences; what repeats each day is shown only the first time. */
public final class Story {
  private final Set<String> toldAlready = new HashSet<>();
  private final String often;

  /** A story of runs that repeat warnings after this number of days. */
  Story(int remindEvery) {
    this.often = remindEvery == 1 ? "daily" : "every %s days".formatted(remindEvery);
  }

  /** Whether a row is new. */
  public boolean isNews(Row row) {
    boolean daily =
        row.decision().verb() == Verb.WARN
            || row.decision().verb() == Verb.HOLD
            || row.outcome() instanceof Row.Outcome.Deferred;
    return !daily || toldAlready.add(row.user() + " " + row.decision().reason() + row.keys());
  }

  /** What a run shows for the first time: each kind of event, and each way off keys. */
  public List<Said> firsts(Run.Applied applied) {
    return Stream.concat(events(applied.report()), waysOff(applied))
        .filter(said -> toldAlready.add(said.kind() + " " + said.user()))
        .map(said -> new Said(said.kind(), "", said.text()))
        .toList();
  }

  /** The events that a run would put on EVENT_BUS, each under the name of its kind. */
  private static Stream<Said> events(Report report) {
    List<Message> put = new ArrayList<>();
    new EventPublisher(
            Optional.of(
                messages -> {
                  put.addAll(messages);
                  return Optional.empty();
                }))
        .publish(report, Deadline.none());
    return put.stream()
        .map(
            message ->
                new Said(
                    "event",
                    message.type(),
                    "with EVENT_BUS, EventBridge gets '%s' about %s"
                        .formatted(message.type(), user(message))));
  }

  private static String user(Message message) {
    return Json.object(Bytes.of(message.detail())).text("user").orElseThrow();
  }

  /** What the report says of keys, each under the name of its rule. */
  private static Stream<Said> waysOff(Run.Applied applied) {
    AccountView view = AccountView.of(applied.plan(), applied.report());
    return view.inventory().keys().stream()
        .map(
            key ->
                new Said(
                    "way off",
                    view.wayOff(key).name(),
                    "the report says what can replace the key of %s, %s: %s"
                        .formatted(key.user(), used(key.use()), view.wayOff(key).alternative())));
  }

  private static String used(SeenKey.Use use) {
    return switch (use) {
      case SeenKey.Use.Unknown _ -> "whose use is unknown";
      case SeenKey.Use.Never _ -> "which was never used";
      case SeenKey.Use.Ago ago ->
          "last used %s days ago by %s".formatted(ago.days(), ago.service());
    };
  }

  /** One line. */
  public String line(Row row, LocalDate today) {
    if (row.outcome() instanceof Row.Outcome.Failed failed) {
      return "FAILED: " + failed.error();
    }
    if (row.outcome() instanceof Row.Outcome.Deferred deferred) {
      return row.decision().verb().word() + " is due, " + deferred.why();
    }
    AccessKey oldest = row.keys().getFirst();
    String old =
        "key %s, %s days old".formatted(shortened(oldest.id().value()), oldest.ageDays(today));
    return switch (row.decision()) {
      case Warn warn -> warned(warn.reason(), old);
      case RestartGrace _ -> "notified: the old key is active again, its grace period restarts";
      case Rotate rotate ->
          old
              + ", is replaced by "
              + Cells.newKey(row).map(Story::shortened).orElse("a new one")
              + switch (rotate.reason()) {
                case COMPROMISED -> ", and goes off at once";
                case ORDERED -> ", ahead of schedule";
                default -> "";
              };
      case Deactivate deactivate -> deactivated(deactivate.reason(), old);
      case Delete _ -> old + ", is deleted";
      case Clear clear -> "the record is cleared: " + clear.reason().meaning();
      case Hold hold -> "held, nothing is changed: " + hold.reason().meaning();
    };
  }

  /** The end of a key's id, which is enough to distinguish keys. */
  public static String shortened(String keyId) {
    return "…" + keyId.substring(keyId.length() - 4);
  }

  private static String deactivated(Reason.Deactivate reason, String old) {
    return switch (reason) {
      case TURNED_OFF_BY_OWNER -> old + ": its owner deactivated it; noted";
      case STILL_UNUSED -> old + ", is deactivated: nothing uses it";
      default -> old + ", is deactivated";
    };
  }

  private String warned(Reason.Warn reason, String old) {
    return switch (reason) {
      case BOTH_ACTIVE, SLOT_TAKEN ->
          "warned " + often + " from now on: " + old + ", and there is no room for a new one";
      case UNUSED -> "warned " + often + " from now on: nothing uses " + old;
      default -> "warned " + often + " from now on: " + old;
    };
  }
}
