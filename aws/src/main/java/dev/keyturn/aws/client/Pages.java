package dev.keyturn.aws.client;

import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads IAM's answers page by page with their markers. */
public final class Pages {
  /** The maximum number of items on a page of IAM (IAM API reference, MaxItems). */
  public static final int SIZE = 1000;

  /** The maximum number of pages, more than any account has. */
  static final int MOST = 10_000;

  private Pages() {}

  /** One page, and the marker of the next if there is one. */
  public record Page<T>(List<T> items, Optional<String> next) {

    /**
     * A page from AWS. Each page says whether it is the last; a page that does not is not from AWS,
     * so that it may be empty by mistake. Each page but the last has a marker.
     */
    public static <T> Page<T> of(
        List<T> items, @Nullable Boolean truncated, @Nullable String marker) {
      if (truncated == null) {
        throw new IllegalStateException("it does not say whether it is the last page");
      }
      if (!truncated) {
        return new Page<>(items, Optional.empty());
      }
      if (marker == null) {
        throw new IllegalStateException("a page is not the last and names no marker");
      }
      return new Page<>(items, Optional.of(marker));
    }
  }

  /**
   * Reads all pages, the first without a marker.
   *
   * @throws PortFailure if there are too many pages
   */
  public static <T> void each(Function<@Nullable String, Page<T>> read, Consumer<T> sink) {
    Set<String> markers = new HashSet<>();
    String marker = null;
    do {
      Page<T> page = read.apply(marker);
      page.items().forEach(sink);
      marker = page.next().orElse(null);
      if (marker != null && (!markers.add(marker) || markers.size() >= MOST)) {
        throw new PortFailure(Kind.UNCLEAR, "AWS's pages do not end; they are invalid");
      }
    } while (marker != null);
  }
}
