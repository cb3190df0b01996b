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
 * A user in the credential report.
 *
 * @param created when IAM created the user; a user created again under the same name has another
 *     date
 * @param keys the keys with a date; according to IAM's guide, inactive keys may have no date
 * @param more whether the user has keys for which the report has no columns
 */
public record ReportedUser(
    UserName user, Instant created, List<ReportedKey> keys, boolean more, Optional<SignIn> signIn) {

  /** A user of whom only the keys are reported. */
  public ReportedUser(UserName user, Instant created, List<ReportedKey> keys, boolean more) {
    this(user, created, keys, more, Optional.empty());
  }

  public ReportedUser {
    keys =
        keys.stream()
            .sorted(Comparator.comparing(ReportedKey::active).thenComparing(ReportedKey::changed))
            .toList();
  }

  /** Whether the report shows any active key. */
  public boolean anyActive() {
    return more || keys.stream().anyMatch(ReportedKey::active);
  }

  /** The state of the keys without their use, on one line; another text means another state. */
  public String said() {
    return keys.stream()
        .map(key -> (key.active() ? " on " : " off ") + key.changed())
        .collect(Collectors.joining("", "since " + created, more ? " more" : ""));
  }

  /**
   * Whether listed keys can be the reported ones: the same number is active, and none was changed
   * before it was created.
   */
  public boolean fits(List<AccessKey> listed) {
    List<AccessKey> on = active(listed);
    List<ReportedKey> reported = active();
    return !more
        && on.size() == reported.size()
        && switch (on.size()) {
          case 0 -> true;
          case 1 -> fits(on.getFirst(), reported.getFirst());
          case 2 ->
              fits(on.getFirst(), reported.getFirst()) && fits(on.getLast(), reported.getLast());
          default -> false;
        };
  }

  /** The last uses of the listed active keys, if it is certain which reported key is which. */
  public Map<KeyId, LastUse> uses(List<AccessKey> listed) {
    if (!fits(listed)) {
      return Map.of();
    }
    List<AccessKey> on = active(listed);
    List<ReportedKey> reported = active();
    if (on.size() < 2) {
      return on.isEmpty() ? Map.of() : Map.of(on.getFirst().id(), reported.getFirst().lastUse());
    }
    return inOrder(on, reported)
        .map(
            order ->
                Map.of(
                    on.getFirst().id(), order.getFirst().lastUse(),
                    on.getLast().id(), order.getLast().lastUse()))
        .orElseGet(Map::of);
  }

  /**
   * The reported state of two keys, in the order of the keys. Both are sorted by date, so another
   * order is possible only if the younger key may have the earlier date; then a key that was never
   * changed since its creation decides.
   */
  private static Optional<List<ReportedKey>> inOrder(
      List<AccessKey> on, List<ReportedKey> reported) {
    AccessKey younger = on.getLast();
    if (!fits(younger, reported.getFirst())) {
      return Optional.of(reported);
    }
    return neverChanged(younger, reported.getFirst()) && !neverChanged(younger, reported.getLast())
        ? Optional.of(reported.reversed())
        : Optional.empty();
  }

  private static boolean neverChanged(AccessKey key, ReportedKey reported) {
    return reported.changed().getEpochSecond() == key.created().getEpochSecond();
  }

  /** The report's dates have no fractions of a second; those of a list may. */
  private static boolean fits(AccessKey key, ReportedKey reported) {
    return key.created().getEpochSecond() <= reported.changed().getEpochSecond();
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
