package dev.keyturn.demo.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The history of a key, in days since day 0 of the timeline. */
final class KeyHistory {
  private record Step(int day, String status) {}

  private final String id;
  private final String by;
  private final int from;
  private final List<Step> steps = new ArrayList<>();
  private OptionalInt firstUse = OptionalInt.empty();
  private OptionalInt lastUse = OptionalInt.empty();
  private OptionalInt gone = OptionalInt.empty();
  private String goneBy = "";

  KeyHistory(String id, String by, int from) {
    this.id = id;
    this.by = by;
    this.from = from;
  }

  void seen(int day, String status) {
    if (!steps.isEmpty() && steps.getLast().status().equals(status)) {
      return;
    }
    if (!steps.isEmpty() && steps.getLast().day() == day) {
      steps.removeLast();
    }
    if (steps.isEmpty() || !steps.getLast().status().equals(status)) {
      steps.add(new Step(steps.isEmpty() ? from : day, status));
    }
  }

  void used(int day) {
    if (firstUse.isEmpty()) {
      firstUse = OptionalInt.of(day);
    }
    lastUse = OptionalInt.of(day);
  }

  boolean isGone() {
    return gone.isPresent();
  }

  boolean deletedOn(int day) {
    return gone.isPresent() && gone.getAsInt() == day;
  }

  void gone(int day, String who) {
    gone = OptionalInt.of(day);
    goneBy = who;
  }

  Map<String, Object> shape() {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("id", id);
    shape.put("by", by);
    shape.put("from", from);
    shape.put("steps", steps.stream().map(step -> List.of(step.day(), step.status())).toList());
    firstUse.ifPresent(day -> shape.put("firstUse", day));
    lastUse.ifPresent(day -> shape.put("lastUse", day));
    gone.ifPresent(
        day -> {
          shape.put("gone", day);
          shape.put("goneBy", goneBy);
        });
    return shape;
  }
}
