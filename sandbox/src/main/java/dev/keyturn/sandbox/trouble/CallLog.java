package dev.keyturn.sandbox.trouble;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was called, in the order of the answers; the last hundred thousand calls. */
public final class CallLog {
  private static final int MOST = 100_000;

  /** The status of a call whose connection was dropped before an answer. */
  public static final int DROPPED = 0;

  /**
   * One call. The parameters hold names and ids, never a secret or a body; {@code error} is AWS's
   * code, or empty.
   */
  public record Entry(
      Instant time,
      String service,
      String action,
      String keyId,
      Map<String, String> parameters,
      int status,
      String error) {

    public Entry {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
  }

  private final Deque<Entry> entries = new ArrayDeque<>();

  public synchronized void add(Entry entry) {
    if (entries.size() == MOST) {
      entries.removeFirst();
    }
    entries.addLast(entry);
  }

  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  public synchronized void clear() {
    entries.clear();
  }
}
