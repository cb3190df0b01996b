package dev.keyturn.policy;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Decision.Warn;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code REMIND_EVERY_DAYS}: how often a warning repeats, by what is remembered of the last ones.
 * What is not remembered is said today, so nothing that is lost swallows a warning; and neither
 * does a day without a run, for days are counted from the last warning. The last days before a key
 * is due to be replaced always have one, and so has the day itself.
 *
 * @param everyDays at least 1, which is every day
 * @param policy says when a key is due to be replaced
 * @param last what owners were told last
 */
public record Reminders(int everyDays, Policy policy, Map<UserName, Last> last) {
  /** So many days before a key is due, and on the day itself, its owner is warned each day. */
  public static final int LAST_DAYS = 3;

  public Reminders {
    if (everyDays < 1) {
      throw new IllegalArgumentException("not a number of days: " + everyDays);
    }
    last = Map.copyOf(last);
  }

  /**
   * A warning that an owner got.
   *
   * @param reason what was said
   * @param keys of which keys
   */
  public record Last(LocalDate day, Reason reason, List<KeyId> keys) {
    public Last {
      keys = List.copyOf(keys);
    }

    private boolean says(Warn warn) {
      return reason == warn.reason() && keys.containsAll(ids(warn));
    }
  }

  /** Those of an installation, where nothing is remembered. */
  public static Reminders none(int everyDays, Policy policy) {
    return new Reminders(everyDays, policy, Map.of());
  }

  /** Whether anything needs to be remembered. */
  public boolean remember() {
    return everyDays > 1;
  }

  /** A decision, or nothing where it is a warning that need not be said again today. */
  public Decision on(Decision decision, Facts user, LocalDate today) {
    return decision instanceof Warn warn && remember() && saidLately(warn, user, today)
        ? new Nothing(Reason.REMINDED)
        : decision;
  }

  private boolean saidLately(Warn warn, Facts user, LocalDate today) {
    return Optional.ofNullable(last.get(user.user()))
        .filter(said -> said.says(warn))
        .filter(said -> holds(said, today))
        .filter(_ -> warn.keys().stream().noneMatch(key -> nearlyDue(user, key, today)))
        .isPresent();
  }

  /** A day that lies in the future was written by a clock that was wrong. */
  private boolean holds(Last said, LocalDate today) {
    return !said.day().isAfter(today) && today.isBefore(said.day().plusDays(everyDays));
  }

  private boolean nearlyDue(Facts user, AccessKey key, LocalDate today) {
    LocalDate due = NoticePeriod.replacedOn(user, key, policy, today);
    long left = ChronoUnit.DAYS.between(today, due);
    return left >= 0 && left <= LAST_DAYS;
  }

  /** The same, and warnings that were said on a day. */
  public Reminders and(Map<UserName, Warn> said, LocalDate day) {
    Map<UserName, Last> all = new HashMap<>(last);
    said.forEach((user, warn) -> all.put(user, new Last(day, warn.reason(), ids(warn))));
    return new Reminders(everyDays, policy, all);
  }

  /** Without those that would be said again tomorrow anyway. */
  public Reminders lasting(LocalDate today) {
    return new Reminders(
        everyDays,
        policy,
        last.entrySet().stream()
            .filter(entry -> holds(entry.getValue(), today.plusDays(1)))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** The same, with other memories. */
  public Reminders with(Map<UserName, Last> memories) {
    return new Reminders(everyDays, policy, memories);
  }

  private static List<KeyId> ids(Warn warn) {
    return warn.keys().stream().map(AccessKey::id).toList();
  }
}
