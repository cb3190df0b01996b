package dev.keyturn.sandbox.trouble;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;

/**
 * One entity under delayed visibility: rules apply to the current state, reads show the visible
 * one. Writes to the same entity become visible in order. Guarded by its owner's lock.
 */
public final class Lagged<T> {
  private record Version<T>(Instant from, T value) {}

  private final Deque<Version<T>> versions = new ArrayDeque<>();

  public Lagged(T initial) {
    versions.add(new Version<>(Instant.MIN, initial));
  }

  public T truth() {
    return versions.getLast().value();
  }

  public T seen(Instant now) {
    while (versions.size() > 1) {
      Version<T> oldest = versions.removeFirst();
      if (versions.getFirst().from().isAfter(now)) {
        versions.addFirst(oldest);
        return oldest.value();
      }
    }
    return truth();
  }

  public void write(T value, Instant visible) {
    Instant previous = versions.getLast().from();
    versions.add(new Version<>(visible.isBefore(previous) ? previous : visible, value));
  }

  /** Changes a fact without delay in every version. */
  public void rewrite(UnaryOperator<T> change) {
    for (int i = versions.size(); i > 0; i--) {
      Version<T> version = versions.removeFirst();
      versions.add(new Version<>(version.from(), change.apply(version.value())));
    }
  }
}
