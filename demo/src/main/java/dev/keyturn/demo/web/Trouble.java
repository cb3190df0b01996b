package dev.keyturn.demo.web;

import dev.keyturn.demo.CrashInjector;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The faults of AWS that a visitor switches on and off, and the point at which the next run is
 * interrupted.
 */
final class Trouble {
  private final DemoTimeline timeline;
  private final Wire wire;
  private final CrashInjector crashInjector;
  private final Set<Breakage> broken = EnumSet.noneOf(Breakage.class);

  Trouble(DemoTimeline timeline, Wire wire, CrashInjector crashInjector) {
    this.timeline = timeline;
    this.wire = wire;
    this.crashInjector = crashInjector;
  }

  /** Switches on a fault, from the next call on. */
  synchronized void breakIt(Breakage what) {
    if (broken.add(what)) {
      what.order(wire);
      tell("you make AWS fail: " + what.words());
    }
  }

  /** Switches off all faults. */
  synchronized void mend() {
    if (!broken.isEmpty()) {
      wire.delete("faults");
      broken.clear();
      tell("you repair AWS: all faults are off");
    }
  }

  /** Interrupts the next run that reaches a point. */
  void cut(CrashInjector.Point where) {
    crashInjector.arm(where);
    tell("you will interrupt a run " + where.words());
  }

  /** Interrupts no run. */
  void spare() {
    crashInjector.disarm();
    tell("you will not interrupt a run");
  }

  private void tell(String what) {
    timeline.remember(
        (history, _, today) -> {
          history.tell(today, "aws", "", what);
          return today;
        });
  }

  synchronized Map<String, Object> shape() {
    return Map.of(
        "broken",
        broken.stream().map(Breakage::id).toList(),
        "cut",
        crashInjector.armed().map(CrashInjector.Point::id).orElse(""));
  }

  /** The faults, and the points at which a run can be interrupted. */
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
