package dev.keyturn.demo.web;

import dev.keyturn.sandbox.http.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** The history of a file in the bucket: when it existed, and its size, but not its content. */
final class FileHistory {
  private final String key;
  private final int from;
  private long size;
  private OptionalInt gone = OptionalInt.empty();

  private FileHistory(String key, int from) {
    this.key = key;
    this.from = from;
  }

  /** Updates the history from the files that are in the bucket now. */
  static void see(Map<String, FileHistory> files, List<Json.Obj> present, int day) {
    for (Json.Obj object : present) {
      String key = object.text("key").orElseThrow();
      FileHistory file = files.computeIfAbsent(key, _ -> new FileHistory(key, day));
      file.size = object.number("size").orElse(0.0).longValue();
      file.gone = OptionalInt.empty();
    }
    Set<String> keys =
        present.stream()
            .map(object -> object.text("key").orElseThrow())
            .collect(Collectors.toSet());
    files.forEach(
        (key, file) -> {
          if (!keys.contains(key) && file.gone.isEmpty()) {
            file.gone = OptionalInt.of(day);
          }
        });
  }

  Map<String, Object> shape() {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("key", key);
    shape.put("from", from);
    shape.put("size", size);
    gone.ifPresent(day -> shape.put("gone", day));
    return shape;
  }
}
