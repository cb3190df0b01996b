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
 * {@code REMIND_EVERY_DAYS}: how often a warning repeats. A warning without a reminder entry is
 * sent today, so a lost entry suppresses no warning. Days count from the last warning, so a day
 * without a run suppresses none either. Keyturn always warns on the last days before it replaces a
 * key, and on the day itself, but never twice on a day: days are those of the calendar in UTC,
 * however many runs they have.
 *
 * @param everyDays at least 1, which is every day
 * @param policy says when a key is due to be replaced or deactivated
 * @param last the last warnings of owners
 */
public record Reminders(int everyDays, Policy policy, Map<UserName, Last> last) {
  /** On this number of days before a key is due, and on the day itself, its owner is warned. */
  public static final int LAST_DAYS = 3;

  public Reminders {
    if (everyDays < 1) {
      throw new IllegalArgumentException("not a number of days: " + everyDays);
    }
    last = Map.copyOf(last);
  }

  /**
   * A warning that an owner received.
   *
   * @param reason of the warning
   * @param keys that it was about
   */
  public record Last(LocalDate day, Reason.Warn reason, List<KeyId> keys) {
    public Last {
      keys = List.copyOf(keys);
    }

    private boolean says(Warn warn) {
      return reason == warn.reason() && keys.containsAll(ids(warn));
    }
  }

  /** The reminders of an installation, with no warning sent yet. */
  public static Reminders none(int everyDays, Policy policy) {
    return new Reminders(everyDays, policy, Map.of());
  }

  /** A decision, or nothing where it is a warning that need not be said again today. */
  public Decision on(Decision decision, Facts user, LocalDate today) {
    return decision instanceof Warn warn && saidRecently(warn, user, today)
        ? new Nothing(Reason.Nothing.REMINDED)
        : decision;
  }

  private boolean saidRecently(Warn warn, Facts user, LocalDate today) {
    return Optional.ofNullable(last.get(user.user()))
        .filter(said -> said.says(warn))
        .filter(said -> holds(said, today))
        .filter(
            said ->
                said.day().equals(today)
                    || warn.keys().stream()
                        .noneMatch(key -> nearlyDue(user, warn.reason(), key, today)))
        .isPresent();
  }

  /** A day in the future was written by a wrong clock. */
  private boolean holds(Last said, LocalDate today) {
    return !said.day().isAfter(today) && today.isBefore(said.day().plusDays(everyDays));
  }

  private boolean nearlyDue(Facts user, Reason.Warn reason, AccessKey key, LocalDate today) {
    LocalDate due =
        reason == Reason.Warn.UNUSED
            ? UnusedKeys.deactivatedOn(user, key, policy, today)
            : NoticePeriod.replacedOn(user, key, policy, today);
    long left = ChronoUnit.DAYS.between(today, due);
    return left >= 0 && left <= LAST_DAYS;
  }

  /** Adds the warnings that were sent on a day. */
  public Reminders and(Map<UserName, Warn> said, LocalDate day) {
    Map<UserName, Last> all = new HashMap<>(last);
    said.forEach((user, warn) -> all.put(user, new Last(day, warn.reason(), ids(warn))));
    return new Reminders(everyDays, policy, all);
  }

  /** Drops the warnings that suppress no other, neither today nor tomorrow. */
  public Reminders lasting(LocalDate today) {
    return new Reminders(
        everyDays,
        policy,
        last.entrySet().stream()
            .filter(
                entry ->
                    entry.getValue().day().equals(today)
                        || holds(entry.getValue(), today.plusDays(1)))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** The same settings with other sent warnings. */
  public Reminders with(Map<UserName, Last> memories) {
    return new Reminders(everyDays, policy, memories);
  }

  private static List<KeyId> ids(Warn warn) {
    return warn.keys().stream().map(AccessKey::id).toList();
  }
}
