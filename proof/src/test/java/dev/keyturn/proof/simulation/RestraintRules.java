package dev.keyturn.proof.simulation;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.Notice;
import dev.keyturn.policy.NoActionDays;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.settings.Options.ActionLimit;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.stream.IntStream;

/** What must prevent a run from acting, by docs/settings.md and docs/reasons.md. */
final class RestraintRules {
  /** A key that was used within this number of days is in use. */
  private static final int IN_USE = 3;

  private final Judge judge;

  RestraintRules(Judge judge) {
    this.judge = judge;
  }

  /** A run made, deactivated or deleted a key of this user. */
  void acted(Machine machine, UserStory user, Call verb) {
    machine.actedOn.add(user.name);
    switch (judge.settings.options().actionLimit()) {
      case ActionLimit.None _ -> {}
      case ActionLimit.Allotted _ -> throw new IllegalStateException("one account shares nothing");
      case ActionLimit.AtMost(int most) ->
          judge.demand(
              machine.actedOn.size() <= most,
              () -> "%s acted on %s, and may on %d".formatted(machine.name, machine.actedOn, most));
    }
    judge.demand(
        !machine.shown(new UserName(user.name)).quarantined
            || judge.keys.values().stream()
                .anyMatch(key -> key.user.equals(user.name) && judge.compromised(key.id)),
        () -> "%s: %s of %s, whom AWS quarantines".formatted(machine.name, verb, user.name));
    notExempt(machine, user, verb.toString());
    if (verb != Call.DELETE_KEY) {
      heard(machine, user, verb);
    }
  }

  private void notExempt(Machine machine, UserStory user, String what) {
    judge.demand(
        !user.exempt.on(judge.timeline.today()),
        Excuse.OWNER_EXEMPTED_A_USER,
        judge.since(user.exempted, machine.shown(new UserName(user.name)).tagsAt),
        () ->
            "%s: %s for %s, who is exempt until %s"
                .formatted(machine.name, what, user.name, user.exempt.last()));
  }

  /** Whether no key may be deactivated or deleted at an instant. */
  boolean noAction(Instant at) {
    NoActionDays off = judge.settings.options().noAction();
    LocalDate day = LocalDate.ofInstant(at, off.zone());
    return off.entries().stream()
        .anyMatch(
            entry ->
                switch (entry) {
                  case NoActionDays.Dates dates ->
                      dates.first().datesUntil(dates.last().plusDays(1)).anyMatch(day::equals);
                  case NoActionDays.Weekdays weekdays ->
                      IntStream.range(0, 7)
                          .mapToObj(weekdays.first()::plus)
                          .takeWhile(weekday -> weekday != weekdays.last().plus(1))
                          .anyMatch(day.getDayOfWeek()::equals);
                });
  }

  /** No key that worked for its owner is deactivated or deleted on such a day. */
  void actionDay(Machine machine, UserStory user, String what) {
    judge.demand(
        !noAction(judge.now()),
        Excuse.NO_ACTION_DAY_BEGAN,
        !noAction(machine.shown(new UserName(user.name)).keysAt),
        () -> "%s: %s on a day without action".formatted(machine.name, what));
  }

  /** A key is made or deactivated only if its owner can get a mail. */
  private void heard(Machine machine, UserStory user, Call verb) {
    if (!judge.deaf(user)) {
      return;
    }
    Instant asked = machine.addressesAt.getOrDefault(user.address, Instant.MIN);
    boolean unknown = asked.equals(MachinePorts.NOT_TOLD);
    judge.demand(
        false,
        unknown ? Excuse.ADDRESS_NOT_LOOKED_UP : Excuse.ADDRESS_SUPPRESSED_MEANWHILE,
        unknown
            || (!asked.equals(Instant.MIN) && judge.since(user.deafened, asked))
            || judge.since(user.moved, machine.shown(new UserName(user.name)).tagsAt),
        () -> "%s: %s of %s, whose address is suppressed".formatted(machine.name, verb, user.name));
  }

  /** An exempt user is told about steps already begun, but not warned. */
  void told(Machine machine, UserStory user, Notice notice) {
    switch (notice) {
      case Notice.Warned _,
          Notice.SlotsTaken _,
          Notice.Unused _,
          Notice.NeverFetched _,
          Notice.StillInUse _ ->
          notExempt(machine, user, notice.getClass().getSimpleName());
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
          Notice.WrongKeyOff _,
          Notice.BroughtBack _ -> {}
    }
  }

  /** Whether use of the old key extends its grace period. */
  static boolean inUse(AccessKey key, LocalDate today) {
    return key.lastUse() instanceof dev.keyturn.sandbox.account.LastUse.At at
        && isRecent(at.time(), today);
  }

  private static boolean isRecent(Instant use, LocalDate today) {
    return ChronoUnit.DAYS.between(LocalDate.ofInstant(use, ZoneOffset.UTC), today) <= IN_USE;
  }

  /** Checks before the old key of a rotation is deactivated. */
  void unused(UserStory user, TagRecord rotated, Shown shown) {
    LocalDate today = judge.timeline.today();
    int longest =
        judge.settings.policy().deactivateDays() + judge.settings.policy().inUseGraceDays();
    if (ChronoUnit.DAYS.between(rotated.day(), today) > longest) {
      return;
    }
    user.key(rotated.oldKey())
        .ifPresent(
            old ->
                judge.demand(
                    !inUse(old, today),
                    Excuse.OWNER_USED_THE_OLD_KEY,
                    judge.since(user.meddled, shown.tagsAt) || seemedUnused(old, shown),
                    () -> "the old key %s is in use: %s".formatted(old.id(), old.lastUse())));
  }

  /** Whether a run was shown that a key is not in use. */
  boolean seemedUnused(AccessKey old, Shown shown) {
    LocalDate today = judge.timeline.today();
    LastUse seen = shown.uses.get(new KeyId(old.id()));
    return seen instanceof LastUse.Never
        || (seen instanceof LastUse.At at && !isRecent(at.time(), today));
  }
}
