package dev.keyturn.proof.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts events; not thread-safe. */
public final class Tally {
  private final Map<Enum<?>, long[]> counts = new HashMap<>();

  public void count(Enum<?> what) {
    counts.computeIfAbsent(what, _ -> new long[1])[0]++;
  }

  public void add(Tally other) {
    other.counts.forEach(
        (what, count) -> counts.computeIfAbsent(what, _ -> new long[1])[0] += count[0]);
  }

  public long of(Enum<?> what) {
    return counts.getOrDefault(what, new long[1])[0];
  }

  /** A paragraph for each kind of thing. */
  @Override
  public String toString() {
    Map<String, Map<String, Long>> kinds = new TreeMap<>();
    counts.forEach(
        (what, count) ->
            kinds
                .computeIfAbsent(what.getDeclaringClass().getSimpleName(), _ -> new TreeMap<>())
                .put(what.name(), count[0]));
    return kinds.entrySet().stream()
        .map(
            kind ->
                kind.getValue().entrySet().stream()
                    .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
                    .collect(Collectors.joining(", ", kind.getKey() + ": ", "")))
        .collect(Collectors.joining("\n"));
  }
}
