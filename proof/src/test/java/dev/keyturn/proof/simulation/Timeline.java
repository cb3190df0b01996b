package dev.keyturn.proof.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/** AWS's clock, which is always right, and scheduled events. */
public final class Timeline implements InstantSource {
  private record Happening(Instant at, long number, Runnable what) {}

  private final PriorityQueue<Happening> ahead =
      new PriorityQueue<>(Comparator.comparing(Happening::at).thenComparingLong(Happening::number));
  private Instant now;
  private long numbered;

  public Timeline(Instant start) {
    this.now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** The day in UTC. */
  public LocalDate today() {
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  /** Schedules an event after this time. */
  public void after(Duration time, Runnable what) {
    ahead.add(new Happening(now.plus(time), numbered++, what));
  }

  /** Advances time and runs the events scheduled meanwhile. */
  public void pass(Duration time) {
    passUntil(now.plus(time));
  }

  /** Advances time until an instant; does nothing if it has passed. */
  public void passUntil(Instant until) {
    while (true) {
      Happening next = ahead.peek();
      if (next == null || next.at().isAfter(until)) {
        break;
      }
      ahead.remove();
      if (next.at().isAfter(now)) {
        now = next.at();
      }
      next.what().run();
    }
    if (until.isAfter(now)) {
      now = until;
    }
  }
}
