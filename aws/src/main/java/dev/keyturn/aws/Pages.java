package dev.keyturn.aws;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads IAM's answers page by page, by their markers. */
final class Pages {
  /** The most that IAM returns at once (IAM API reference, MaxItems). */
  static final int SIZE = 1000;

  private Pages() {}

  /** One page, and the marker of the next if there is one. */
  record Page<T>(List<T> items, Optional<String> next) {

    /** A page as IAM tells of it: an answer that is cut off must name its marker. */
    static <T> Page<T> of(List<T> items, @Nullable Boolean truncated, @Nullable String marker) {
      if (!Boolean.TRUE.equals(truncated)) {
        return new Page<>(items, Optional.empty());
      }
      if (marker == null) {
        throw new IllegalStateException("a page is not the last and names no marker");
      }
      return new Page<>(items, Optional.of(marker));
    }
  }

  /** Reads all pages; the first is asked for without a marker. */
  static <T> void each(Function<@Nullable String, Page<T>> read, Consumer<T> sink) {
    String marker = null;
    do {
      Page<T> page = read.apply(marker);
      page.items().forEach(sink);
      marker = page.next().orElse(null);
    } while (marker != null);
  }
}
