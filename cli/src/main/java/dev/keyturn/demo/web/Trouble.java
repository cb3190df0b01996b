package dev.keyturn.demo.web;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a visitor breaks in AWS and mends again, and where they cut the next run off. */
final class Trouble {
  private final DemoTimeline stage;
  private final Wire wire;
  private final CrashInjector scissors;
  private final Set<Breakage> broken = EnumSet.noneOf(Breakage.class);

  Trouble(DemoTimeline stage, Wire wire, CrashInjector scissors) {
    this.stage = stage;
    this.wire = wire;
    this.scissors = scissors;
  }

  /** Breaks something more, from the next call on. */
  synchronized void breakIt(Breakage what) {
    if (broken.add(what)) {
      what.order(wire);
      tell("you break AWS: " + what.words());
    }
  }

  /** Mends all that was broken. */
  synchronized void mend() {
    if (!broken.isEmpty()) {
      wire.delete("faults");
      broken.clear();
      tell("you mend AWS: all is well again");
    }
  }

  /** The next run that comes to that point ends there. */
  void cut(CrashInjector.Point where) {
    scissors.arm(where);
    tell("you will cut a run off " + where.words());
  }

  /** No run is cut off. */
  void spare() {
    scissors.disarm();
    tell("you put the scissors away");
  }

  private void tell(String what) {
    stage.remember(
        (past, _, today) -> {
          past.tell(today, "aws", "", what);
          return today;
        });
  }

  synchronized Map<String, Object> shape() {
    return Map.of(
        "broken",
        broken.stream().map(Breakage::id).toList(),
        "cut",
        scissors.armed().map(CrashInjector.Point::id).orElse(""));
  }

  /** What can be broken, and where a run can be cut off. */
  static Map<String, Object> choices() {
    return Map.of(
        "breakages",
        List.of(Breakage.values()).stream().map(b -> List.of(b.id(), b.words())).toList(),
        "cuts",
        List.of(CrashInjector.Point.values()).stream()
            .map(c -> List.of(c.id(), c.words()))
            .toList());
  }
}
