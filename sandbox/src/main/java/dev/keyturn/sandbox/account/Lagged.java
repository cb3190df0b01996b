package dev.keyturn.sandbox.account;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;

/**
 * One entity under delayed visibility: rules are enforced on the truth, reads are answered with
 * what is seen by now. Writes to the same entity are seen in their order. Guarded by its owner's
 * lock.
 */
final class Lagged<T> {
  private record Version<T>(Instant from, T value) {}

  private final Deque<Version<T>> versions = new ArrayDeque<>();

  Lagged(T initial) {
    versions.add(new Version<>(Instant.MIN, initial));
  }

  T truth() {
    return versions.getLast().value();
  }

  T seen(Instant now) {
    while (versions.size() > 1) {
      Version<T> oldest = versions.removeFirst();
      if (versions.getFirst().from().isAfter(now)) {
        versions.addFirst(oldest);
        return oldest.value();
      }
    }
    return truth();
  }

  void write(T value, Instant visible) {
    Instant previous = versions.getLast().from();
    versions.add(new Version<>(visible.isBefore(previous) ? previous : visible, value));
  }

  /** Changes what every version says of a fact that has no delay of its own. */
  void rewrite(UnaryOperator<T> change) {
    for (int i = versions.size(); i > 0; i--) {
      Version<T> version = versions.removeFirst();
      versions.add(new Version<>(version.from(), change.apply(version.value())));
    }
  }
}
