package dev.keyturn.demo.web;

import dev.keyturn.demo.Person;
import dev.keyturn.sandbox.http.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** The history of a user: keys, tags and decisions of runs. */
final class UserHistory {
  /** The tags from a day on. */
  private record Tags(int day, Map<String, String> tags) {}

  /** Equal decisions of runs on consecutive days. */
  private record Span(
      int from, int to, String verb, String reason, String meaning, String outcome) {
    boolean continues(Span earlier) {
      return from == earlier.to + 1
          && verb.equals(earlier.verb)
          && reason.equals(earlier.reason)
          && outcome.equals(earlier.outcome);
    }
  }

  private final Person person;
  private final Map<String, KeyHistory> keys = new LinkedHashMap<>();
  private final List<Tags> tags = new ArrayList<>();
  private final List<Span> spans = new ArrayList<>();
  private boolean yours;

  UserHistory(Person person) {
    this.person = person;
  }

  /** From now on, the visitor plays this user. */
  void isYours() {
    yours = true;
  }

  boolean yours() {
    return yours;
  }

  /**
   * Updates the history from the user's present state.
   *
   * @param who the actor to whom changes are attributed
   */
  void see(Json.Obj user, int day, String who, ToIntFunction<Instant> days) {
    List<Json.Obj> present = user.objects("keys");
    for (Json.Obj key : present) {
      String id = key.text("id").orElseThrow();
      int created = days.applyAsInt(Instant.parse(key.text("created").orElseThrow()));
      KeyHistory past =
          keys.computeIfAbsent(
              id, _ -> new KeyHistory(id, created < day || day == 0 ? "before" : who, created));
      past.seen(day, key.text("status").orElseThrow());
      key.object("lastUsed")
          .text("time")
          .map(Instant::parse)
          .ifPresent(time -> past.used(days.applyAsInt(time)));
    }
    Set<String> ids =
        present.stream().map(key -> key.text("id").orElseThrow()).collect(Collectors.toSet());
    keys.forEach(
        (id, past) -> {
          if (!ids.contains(id) && !past.isGone()) {
            past.gone(day, who);
          }
        });
    see(user.object("tags").texts(), day);
  }

  private void see(Map<String, String> now, int day) {
    if (tags.isEmpty() || !tags.getLast().tags().equals(now)) {
      if (!tags.isEmpty() && tags.getLast().day() == day) {
        tags.removeLast();
      }
      tags.add(new Tags(day, now));
    }
  }

  /** The keys that were deleted on a day. */
  List<String> deletedOn(int day) {
    return keys.entrySet().stream()
        .filter(key -> key.getValue().deletedOn(day))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Records the decision of a run. */
  void decided(int day, String verb, String reason, String meaning, String outcome) {
    Span span = new Span(day, day, verb, reason, meaning, outcome);
    if (!spans.isEmpty() && span.continues(spans.getLast())) {
      span = new Span(spans.removeLast().from(), day, verb, reason, meaning, outcome);
    }
    spans.add(span);
  }

  Map<String, Object> shape() {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("name", person.name());
    shape.put("address", person.address());
    shape.put("habit", person.habit().words());
    shape.put("yours", yours);
    shape.put("keys", keys.values().stream().map(KeyHistory::shape).toList());
    shape.put("tags", tags.stream().map(then -> List.of(then.day(), then.tags())).toList());
    shape.put("decisions", spans.stream().map(UserHistory::shape).toList());
    return shape;
  }

  private static Map<String, Object> shape(Span span) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("from", span.from());
    shape.put("to", span.to());
    shape.put("verb", span.verb());
    shape.put("reason", span.reason());
    shape.put("meaning", span.meaning());
    shape.put("outcome", span.outcome());
    return shape;
  }
}
