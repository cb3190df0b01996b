package dev.keyturn.port;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.UserName;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A user as the credential report tells of them.
 *
 * @param created when IAM made the user; one who was made anew under the same name is another
 * @param keys the keys with a date; IAM's guide leaves it out for keys that are off
 * @param more whether there are keys that the report has no columns for
 */
public record ReportedUser(UserName user, Instant created, List<ReportedKey> keys, boolean more) {
  public ReportedUser {
    keys =
        keys.stream()
            .sorted(Comparator.comparing(ReportedKey::active).thenComparing(ReportedKey::changed))
            .toList();
  }

  /** Whether any key opens anything, as far as the report tells. */
  public boolean anyActive() {
    return more || keys.stream().anyMatch(ReportedKey::active);
  }

  /** All that was said of the keys but their use, on one line; another text is another state. */
  public String said() {
    return keys.stream()
        .map(key -> (key.active() ? " on " : " off ") + key.changed())
        .collect(Collectors.joining("", "since " + created, more ? " more" : ""));
  }

  /**
   * Whether keys that were listed can be those that the report tells of: as many are active, and
   * none was changed before it was created.
   */
  public boolean fits(List<AccessKey> listed) {
    List<AccessKey> on = active(listed);
    List<ReportedKey> told = active();
    return !more
        && on.size() == told.size()
        && switch (on.size()) {
          case 0 -> true;
          case 1 -> fits(on.getFirst(), told.getFirst());
          case 2 -> straight(on, told) || crossed(on, told);
          default -> false;
        };
  }

  /** The last uses of the active keys that were listed, as far as it is certain which is which. */
  public Map<KeyId, LastUse> uses(List<AccessKey> listed) {
    if (!fits(listed)) {
      return Map.of();
    }
    List<AccessKey> on = active(listed);
    List<ReportedKey> told = active();
    if (on.size() < 2) {
      return on.isEmpty() ? Map.of() : Map.of(on.getFirst().id(), told.getFirst().lastUse());
    }
    return inOrder(on, told)
        .map(
            order ->
                Map.of(
                    on.getFirst().id(), order.getFirst().lastUse(),
                    on.getLast().id(), order.getLast().lastUse()))
        .orElseGet(Map::of);
  }

  /**
   * What is told of two keys, in the order of the keys. If both orders are possible, a key that was
   * never changed since it was created settles it.
   */
  private static Optional<List<ReportedKey>> inOrder(List<AccessKey> on, List<ReportedKey> told) {
    boolean straight = straight(on, told);
    if (straight != crossed(on, told)) {
      return Optional.of(straight ? told : told.reversed());
    }
    long second = on.getLast().created().getEpochSecond();
    boolean first = told.getFirst().changed().getEpochSecond() == second;
    if (first == (told.getLast().changed().getEpochSecond() == second)) {
      return Optional.empty();
    }
    return Optional.of(first ? told.reversed() : told);
  }

  private static boolean straight(List<AccessKey> on, List<ReportedKey> told) {
    return fits(on.getFirst(), told.getFirst()) && fits(on.getLast(), told.getLast());
  }

  private static boolean crossed(List<AccessKey> on, List<ReportedKey> told) {
    return fits(on.getFirst(), told.getLast()) && fits(on.getLast(), told.getFirst());
  }

  /** The report's dates are to the second; those of a list need not be. */
  private static boolean fits(AccessKey key, ReportedKey told) {
    return key.created().getEpochSecond() <= told.changed().getEpochSecond();
  }

  private List<ReportedKey> active() {
    return keys.stream().filter(ReportedKey::active).toList();
  }

  private static List<AccessKey> active(List<AccessKey> keys) {
    return keys.stream()
        .filter(AccessKey::active)
        .sorted(Comparator.comparing(AccessKey::created))
        .toList();
  }
}
