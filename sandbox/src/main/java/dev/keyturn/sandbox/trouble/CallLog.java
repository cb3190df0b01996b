package dev.keyturn.sandbox.trouble;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The last hundred thousand calls, in the order of their answers. */
public final class CallLog {
  private static final int MOST = 100_000;

  /** The status of a call whose connection was dropped before an answer. */
  public static final int DROPPED = 0;

  /**
   * One call. The account is that of the credentials. The parameters hold names and ids, never a
   * secret or a body; {@code error} is AWS's code, or empty.
   */
  public record Entry(
      Instant time,
      String service,
      String action,
      String account,
      String keyId,
      Map<String, String> parameters,
      int status,
      String error) {

    public Entry {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
  }

  /**
   * The calls of one action.
   *
   * @param errors the number of error answers by AWS's code
   * @param first the time of the first answer, by the account's clock
   * @param last the time of the last answer
   */
  public record Count(
      String service,
      String action,
      int calls,
      Map<String, Integer> errors,
      Instant first,
      Instant last) {

    public Count {
      errors = Map.copyOf(errors);
    }

    static Count of(List<Entry> calls) {
      Map<String, Integer> errors = new TreeMap<>();
      calls.stream()
          .filter(call -> !call.error().isEmpty())
          .forEach(call -> errors.merge(call.error(), 1, Integer::sum));
      Entry first = calls.getFirst();
      return new Count(
          first.service(),
          first.action(),
          calls.size(),
          errors,
          first.time(),
          calls.getLast().time());
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

  /** The calls by service and action. */
  public List<Count> counts() {
    Map<String, List<Entry>> byAction = new TreeMap<>();
    for (Entry entry : entries()) {
      byAction
          .computeIfAbsent(entry.service() + ":" + entry.action(), _ -> new ArrayList<>())
          .add(entry);
    }
    return byAction.values().stream().map(Count::of).toList();
  }

  public synchronized void clear() {
    entries.clear();
  }
}
