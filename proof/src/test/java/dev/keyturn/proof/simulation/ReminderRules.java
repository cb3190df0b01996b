package dev.keyturn.proof.simulation;

import dev.keyturn.facts.KeyId;
import dev.keyturn.mail.Notice;
import dev.keyturn.mail.Notice.SlotsTaken;
import dev.keyturn.mail.Notice.Warned;
import dev.keyturn.sandbox.account.AccessKey;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** How rarely owners may be warned, by REMIND_EVERY_DAYS in docs/settings.md. */
final class ReminderRules {
  /** The number of days before the due day on which, as on the day itself, warnings are daily. */
  private static final int LAST_DAYS = 3;

  private final Judge judge;
  private final int everyDays;

  ReminderRules(Judge judge) {
    this.judge = judge;
    this.everyDays = judge.settings.options().remindEveryDays();
  }

  /**
   * A warning that an owner got.
   *
   * @param keys the ids of its keys
   * @param overdue whether one of them was overdue
   */
  record Warning(LocalDate day, Class<? extends Notice> kind, Set<String> keys, boolean overdue) {
    /** No warning that still counts. */
    static final Warning NONE = new Warning(LocalDate.MIN, Notice.class, Set.of(), false);
  }

  /** Remembers a mail if it is a warning. */
  void told(UserStory user, Notice notice) {
    switch (notice) {
      case Warned warned -> warned(user, notice, List.of(warned.key().key().id()));
      case SlotsTaken taken -> warned(user, notice, taken.ageing());
      case Notice.Unused unused -> warned(user, notice, List.of(unused.key().key().id()));
      case Notice.Replaced _,
          Notice.ReplacedByOrder _,
          Notice.Compromised _,
          Notice.ReplacedAfterwards _,
          Notice.Deactivated _,
          Notice.ShutOut _,
          Notice.Deleted _,
          Notice.UnusedDeactivated _,
          Notice.UnusedDeleted _,
          Notice.Reactivated _,
          Notice.NeverFetched _,
          Notice.StillInUse _,
          Notice.WrongKeyOff _,
          Notice.BroughtBack _ -> {}
    }
  }

  private void warned(UserStory user, Notice notice, List<KeyId> keys) {
    user.warned =
        new Warning(
            judge.timeline.today(),
            notice.getClass(),
            keys.stream().map(KeyId::value).collect(Collectors.toSet()),
            keys.stream()
                .flatMap(key -> user.key(key.value()).stream())
                .anyMatch(key -> isOverdue(user, key)));
  }

  /** A run skipped a warning because of a recent one. */
  void keptSilent(String name, LocalDate day) {
    UserStory user = judge.users.get(name);
    if (user != null) {
      judge.demand(
          isRecent(user.warned, day),
          () ->
              "%s was last warned on %s, and kept waiting on %s"
                  .formatted(name, user.warned.day(), day));
    }
  }

  /**
   * Whether a warning about these keys is not needed today.
   *
   * @param notice the day before which a key is not replaced, however old it is
   */
  boolean mayBeSilent(
      UserStory user,
      Class<? extends Notice> kind,
      List<AccessKey> ageing,
      Function<AccessKey, LocalDate> notice) {
    boolean announces = kind == Notice.Warned.class;
    boolean otherReason =
        announces && user.warned.overdue() != ageing.stream().anyMatch(key -> isOverdue(user, key));
    return !otherReason
        && recently(user, kind, ageing, key -> nearlyDue(user, key, notice.apply(key)));
  }

  /** The same about an unused key that is deactivated on a day. */
  boolean mayBeSilent(UserStory user, AccessKey unused, LocalDate off) {
    long left = ChronoUnit.DAYS.between(judge.timeline.today(), off);
    return recently(user, Notice.Unused.class, List.of(unused), _ -> isNear(left));
  }

  private boolean recently(
      UserStory user,
      Class<? extends Notice> kind,
      List<AccessKey> ageing,
      Predicate<AccessKey> nearlyDue) {
    LocalDate today = judge.timeline.today();
    return user.warned.kind().equals(kind)
        && isRecent(user.warned, today)
        && ageing.stream()
            .allMatch(
                key ->
                    user.warned.keys().contains(key.id())
                        && (user.warned.day().equals(today) || !nearlyDue.test(key)));
  }

  private boolean isRecent(Warning warning, LocalDate day) {
    return ChronoUnit.DAYS.between(warning.day(), day) < everyDays;
  }

  private boolean nearlyDue(UserStory user, AccessKey key, LocalDate notice) {
    LocalDate overdue = overdueOn(user, key);
    LocalDate due = notice.isAfter(overdue) ? notice : overdue;
    return isNear(ChronoUnit.DAYS.between(judge.timeline.today(), due));
  }

  private boolean isOverdue(UserStory user, AccessKey key) {
    return !overdueOn(user, key).isAfter(judge.timeline.today());
  }

  private LocalDate overdueOn(UserStory user, AccessKey key) {
    return LocalDate.ofInstant(key.created(), ZoneOffset.UTC)
        .plusDays(Own.of(user.tags, judge.settings.policy()).overdue() + 1L);
  }

  private static boolean isNear(long left) {
    return 0 <= left && left <= LAST_DAYS;
  }
}
