package dev.keyturn.proof.simulation;

import dev.keyturn.facts.Notes;
import dev.keyturn.mail.Notice;
import dev.keyturn.policy.Policy;
import dev.keyturn.proof.simulation.TagRecord.Phase;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.LastUse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A user's expected state after an undisturbed day: the design's tables (section 1, and "found" of
 * section 4), implemented independently of the planner.
 */
final class Table {
  private static final String NO_RECORD = "no record";

  /** The ends of steps that replace, deactivate or delete. */
  private static final List<String> COUNTED =
      List.of(
          "mails: Replaced",
          "mails: Deactivated",
          "mails: Deleted",
          "mails: UnusedDeactivated",
          "mails: UnusedDeleted");

  private final Judge judge;
  private final Policy policy;
  private final LocalDate today;
  private final Noted noted;

  /** A table for today. */
  Table(Judge judge) {
    this.judge = judge;
    this.policy = judge.settings.policy();
    this.today = judge.timeline.today();
    this.noted = Noted.read(judge);
  }

  /** This user's state, with the mails since the last call. */
  String standing(UserStory user, Set<String> keysBefore) {
    return state(
        user.keys.stream()
            .map(
                key ->
                    "%s %s"
                        .formatted(
                            keysBefore.contains(key.id()) ? key.id() : "a new key",
                            key.active() ? "on" : "off"))
            .toList(),
        record(user.record),
        user.mails.stream().map(Class::getSimpleName).collect(Collectors.joining(", ")));
  }

  private static String state(List<String> keys, String record, String mails) {
    return "%s; %s; mails: %s".formatted(keys.stream().sorted().toList(), record, mails);
  }

  private static String record(TagRecord record) {
    return switch (record.phase()) {
      case NONE -> NO_RECORD;
      case UNREADABLE -> "a record that cannot be read";
      case ROTATING, STORED, ROTATED, DEACTIVATING, DEACTIVATED, DELETING ->
          record.phase() + " " + record.oldKey() + " " + record.day();
    };
  }

  /** The keys that still exist. */
  String leftOf(Set<String> keys) {
    return judge.users.values().stream()
        .map(
            user ->
                user.name
                    + user.keys.stream()
                        .filter(key -> keys.contains(key.id()))
                        .map(key -> " %s %s".formatted(key.id(), key.active() ? "on" : "off"))
                        .sorted()
                        .toList())
        .collect(Collectors.joining("; "));
  }

  /** Whether a rotation stays unchanged until a person acts. */
  boolean held(UserStory user) {
    return user.record.phase() != Phase.NONE
        && due(user).contains("; " + record(user.record) + "; ");
  }

  /** A user's expected state after a day without faults. */
  String due(UserStory user) {
    return user.record.phase() == Phase.NONE ? withoutRotation(user) : underWay(user);
  }

  private String same(UserStory user, String mails) {
    return with(user, "", "", record(user.record), mails);
  }

  /** The user's keys without one, and with another deactivated. */
  private String with(UserStory user, String gone, String off, String record, String mails) {
    return state(
        user.keys.stream()
            .filter(key -> !key.id().equals(gone))
            .map(key -> key.id() + (key.active() && !key.id().equals(off) ? " on" : " off"))
            .toList(),
        record,
        mails);
  }

  private String today(Phase phase, String oldKey) {
    return phase + " " + oldKey + " " + today;
  }

  private String withoutRotation(UserStory user) {
    List<AccessKey> ageing =
        user.keys.stream()
            .filter(AccessKey::active)
            .filter(key -> age(key) > own(user).warning())
            .toList();
    if (user.address.isEmpty() || ageing.isEmpty() || exempt(user)) {
      return same(user, "");
    }
    Optional<String> unused = unused(user, ageing);
    if (unused.isPresent()) {
      return unused.get();
    }
    if (user.keys.size() > 1) {
      return warned(user, Notice.SlotsTaken.class, ageing);
    }
    AccessKey only = ageing.getFirst();
    if (age(only) <= own(user).overdue()) {
      return warned(user, Notice.Warned.class, ageing);
    }
    return user.tags.size() > 48 ? same(user, "") : replaced(user, only);
  }

  /** An overdue key is replaced once its owner was warned long enough ago. */
  private String replaced(UserStory user, AccessKey key) {
    if (policy.noticeDays() > 0 && noticeOver(user, key).isAfter(today)) {
      return warned(user, Notice.Warned.class, List.of(key));
    }
    return judge.deaf(user) ? same(user, "") : rotated(user, key.id());
  }

  /** The day from which on a key may be replaced, if a warning of today counts. */
  private LocalDate noticeOver(UserStory user, AccessKey key) {
    return noted
        .warnedSince(key.id(), user.address)
        .filter(since -> !since.isAfter(today))
        .orElse(today)
        .plusDays(policy.noticeDays());
  }

  /** One unused key after the other: its owner is warned, then it is deactivated. */
  private Optional<String> unused(UserStory user, List<AccessKey> ageing) {
    return ageing.stream()
        .filter(key -> judge.unused.old(key, own(user).warning()) && judge.unused.idle(key))
        .filter(key -> !noted.is(key.id(), "off"))
        .filter(key -> !noted.is(key.id(), "kept") || !keptRecently(key))
        .min(
            Comparator.comparing((AccessKey key) -> warnedSince(user, key).isEmpty())
                .thenComparing(AccessKey::created)
                .thenComparing(AccessKey::id))
        .map(
            key -> {
              LocalDate off =
                  warnedSince(user, key).orElse(today).plusDays(policy.deactivateDays() + 1L);
              if (off.isAfter(today)) {
                return same(user, judge.reminders.mayBeSilent(user, key, off) ? "" : "Unused");
              }
              return user.tags.size() > 48 ? same(user, "") : retired(user, key.id());
            });
  }

  private boolean keptRecently(AccessKey key) {
    return ChronoUnit.DAYS.between(keptSince(key.id()), today) <= policy.unusedDays();
  }

  private LocalDate keptSince(String key) {
    return Objects.requireNonNull(noted.unused().get(key)).since();
  }

  /** Since when the owner knows, by the notes, that a key is unused. */
  private Optional<LocalDate> warnedSince(UserStory user, AccessKey key) {
    return Optional.ofNullable(noted.unused().get(key.id()))
        .filter(it -> it.warned(user.address))
        .map(Noted.Unused::since)
        .filter(since -> !since.isAfter(today))
        .filter(
            since ->
                !(key.lastUse() instanceof LastUse.At at)
                    || ChronoUnit.DAYS.between(
                            LocalDate.ofInstant(at.time(), ZoneOffset.UTC), since)
                        > policy.unusedDays());
  }

  private String retired(UserStory user, String key) {
    return restrained(user) || judge.restraints.noAction(judge.now())
        ? same(user, "")
        : with(user, "", key, today(Phase.DEACTIVATED, key), "UnusedDeactivated");
  }

  /** A key that is retired because nothing used it, whatever the user's other keys are. */
  private Optional<String> retirement(UserStory user, TagRecord record) {
    String old = record.oldKey();
    boolean off = noted.is(old, "off");
    boolean retired = off || noted.is(old, "retired");
    if (!record.phase().retires() || user.key(old).isEmpty()) {
      return Optional.empty();
    }
    if (noted.is(old, "kept") && user.on(old) && !record.day().isAfter(keptSince(old))) {
      return Optional.of(clear(user));
    }
    if (!retired) {
      return Optional.empty();
    }
    if (user.on(old)) {
      boolean cutOff = record.phase() == Phase.DEACTIVATING && !off;
      if (cutOff && exempt(user)) {
        return Optional.of(same(user, ""));
      }
      return Optional.of(
          cutOff
                  && user.key(old).map(judge.unused::idle).orElse(false)
                  && Objects.requireNonNull(noted.unused().get(old)).isOf(user.address)
              ? retired(user, old)
              : clear(user));
    }
    return Optional.of(
        record.phase() == Phase.DEACTIVATING
            ? with(user, "", "", today(Phase.DEACTIVATED, old), "UnusedDeactivated")
            : record.phase() == Phase.DEACTIVATED && days(record) <= policy.deletionDays()
                ? same(user, "")
                : gone(user, old, "UnusedDeleted"));
  }

  private String warned(UserStory user, Class<? extends Notice> kind, List<AccessKey> ageing) {
    boolean silent =
        judge.reminders.mayBeSilent(
            user,
            kind,
            ageing,
            key -> policy.noticeDays() > 0 ? noticeOver(user, key) : LocalDate.ofEpochDay(0));
    return same(user, silent ? "" : kind.getSimpleName());
  }

  private Own own(UserStory user) {
    return Own.of(user.tags, policy);
  }

  private boolean exempt(UserStory user) {
    return user.exempt.on(today);
  }

  /** Whether no key may be made or deactivated. */
  private boolean restrained(UserStory user) {
    return exempt(user) || judge.deaf(user);
  }

  /** Whether a user's due step counts toward the limit of a run. */
  static boolean counts(String due) {
    boolean recordsOnly = due.contains("; DEACTIVATED ") && due.endsWith("mails: ");
    return recordsOnly || COUNTED.stream().anyMatch(due::contains);
  }

  private long age(AccessKey key) {
    return ChronoUnit.DAYS.between(LocalDate.ofInstant(key.created(), ZoneOffset.UTC), today);
  }

  /** The old key and a new one, announced. */
  private String rotated(UserStory user, String oldKey) {
    return state(
        List.of(oldKey + (user.on(oldKey) ? " on" : " off"), "a new key on"),
        today(Phase.ROTATED, oldKey),
        "Replaced");
  }

  private String underWay(UserStory user) {
    TagRecord record = user.record;
    if (record.phase() == Phase.UNREADABLE
        || record.day().isAfter(today)
        || user.address.isEmpty()) {
      return same(user, "");
    }
    String old = record.oldKey();
    Optional<String> retirement = retirement(user, record);
    if (retirement.isPresent()) {
      return retirement.get();
    }
    boolean oldThere = user.key(old).isPresent();
    boolean oldOn = user.on(old);
    boolean otherOn = user.activeBeside(old);
    Optional<AccessKey> other = user.keys.stream().filter(key -> !key.id().equals(old)).findFirst();
    if (oldThere && !oldOn && !otherOn) {
      return same(user, "");
    }
    if (record.phase() == Phase.ROTATING) {
      return rotating(user, record, other);
    }
    if (!oldThere) {
      return oldGone(user, record, other);
    }
    if (other.isEmpty()) {
      return with(user, "", "", NO_RECORD, "");
    }
    if (record.phase() == Phase.STORED) {
      return stored(user, old, other.get());
    }
    if (!otherOn) {
      return record.phase() == Phase.DEACTIVATING
          ? with(user, "", "", NO_RECORD, "")
          : same(user, "WrongKeyOff");
    }
    return oldOn ? bothOn(user, record, other.get()) : newOn(user, record, other.get());
  }

  private String rotating(UserStory user, TagRecord record, Optional<AccessKey> other) {
    String old = record.oldKey();
    if (other.isEmpty()) {
      return user.on(old) ? made(user, old) : clear(user);
    }
    AccessKey second = other.get();
    if (judge.hasFile(user.name, second.id())) {
      return judge.deaf(user)
          ? same(user, "")
          : with(
              user,
              "",
              "",
              today(Phase.ROTATED, old),
              user.key(old).isPresent() ? "Replaced" : "ReplacedAfterwards");
    }
    boolean orphan =
        second.lastUse() instanceof LastUse.Never
            && record.fits(second.created())
            && noted.created(judge.key(second.id()), old)
            && user.on(old);
    if (!orphan) {
      return clear(user);
    }
    boolean forgotten = age(second) > Notes.FILES_KEPT_DAYS;
    return noted.announced().getOrDefault(second.id(), forgotten)
        ? same(user, pressed(user, "NeverFetched"))
        : made(user, old);
  }

  /** The file is stored and must be announced, unless it was removed meanwhile. */
  private String stored(UserStory user, String old, AccessKey fresh) {
    if (isOwnersOwn(user, fresh)) {
      return clear(user);
    }
    if (!within(user, fresh) && !noted.created(judge.key(fresh.id()), old)) {
      return same(user, "");
    }
    if (within(user, fresh)) {
      return judge.deaf(user)
          ? same(user, "")
          : with(user, "", "", today(Phase.ROTATED, old), "Replaced");
    }
    return user.on(old)
            && fresh.active()
            && user.record.hasMade(fresh.created())
            && noted.neverAnnounced(fresh.id())
        ? made(user, old)
        : same(user, pressed(user, "NeverFetched"));
  }

  /** Whether nothing shows that Keyturn made a key that its owner uses. */
  private boolean isOwnersOwn(UserStory user, AccessKey key) {
    return used(key)
        && !judge.hasFile(user.name, key.id())
        && !noted.announced().containsKey(key.id());
  }

  /** Whether the owner has a key's secret, or can fetch it. */
  private boolean within(UserStory user, AccessKey key) {
    return used(key) || judge.hasFile(user.name, key.id());
  }

  private static AccessKey newest(UserStory user) {
    return Collections.max(user.keys, Comparator.comparing(AccessKey::created));
  }

  private static boolean used(AccessKey key) {
    return key.lastUse() instanceof LastUse.At;
  }

  /** A mail that asks the owner to act; exempt users get none. */
  private String pressed(UserStory user, String mail) {
    return exempt(user) ? "" : mail;
  }

  private String clear(UserStory user) {
    return with(user, "", "", NO_RECORD, "");
  }

  /** A new key instead of the old one, which must be past OVERDUE_DAYS. */
  private String made(UserStory user, String old) {
    return user.key(old)
        .filter(key -> age(key) > own(user).overdue() && !exempt(user))
        .map(key -> replaced(user, key))
        .orElseGet(() -> same(user, ""));
  }

  private String oldGone(UserStory user, TagRecord record, Optional<AccessKey> other) {
    return switch (record.phase()) {
      case STORED ->
          other.isEmpty() || isOwnersOwn(user, newest(user))
              ? clear(user)
              : judge.deaf(user) || !within(user, newest(user))
                  ? same(user, "")
                  : with(user, "", "", today(Phase.ROTATED, record.oldKey()), "ReplacedAfterwards");
      case DELETING ->
          with(
              user,
              "",
              "",
              NO_RECORD,
              noted.is(record.oldKey(), "retired") || noted.is(record.oldKey(), "off")
                  ? "UnusedDeleted"
                  : "Deleted");
      case NONE, UNREADABLE, ROTATING, ROTATED, DEACTIVATING, DEACTIVATED ->
          with(user, "", "", NO_RECORD, "");
    };
  }

  private String bothOn(UserStory user, TagRecord record, AccessKey fresh) {
    String old = record.oldKey();
    return switch (record.phase()) {
      case DEACTIVATED, DELETING ->
          noted.reactivated().getOrDefault(old, 0) > 0
              ? same(user, "")
              : with(user, "", "", today(Phase.ROTATED, old), "Reactivated");
      case DEACTIVATING -> retired(user, old, fresh, age(fresh));
      case NONE, UNREADABLE, ROTATING, STORED, ROTATED ->
          days(record) <= policy.deactivateDays()
              ? same(user, "")
              : retired(user, old, fresh, Math.min(age(fresh), days(record)));
    };
  }

  /** The old key is deactivated if the new one is old enough and its owner can have it. */
  private String retired(UserStory user, String old, AccessKey fresh, long recorded) {
    Optional<LocalDate> granted =
        Optional.ofNullable(noted.granted().get(fresh.id())).filter(day -> !day.isAfter(today));
    long most = granted.map(since -> ChronoUnit.DAYS.between(since, today)).orElse(age(fresh));
    if (Math.min(age(fresh), most) <= policy.deactivateDays()) {
      return same(user, "");
    }
    long days = Math.min(recorded, most);
    AccessKey oldKey = user.key(old).orElseThrow();
    boolean inUse = RestraintRules.inUse(oldKey, today);
    boolean patient = days <= (long) policy.deactivateDays() + policy.inUseGraceDays();
    boolean made = isMadeFor(fresh, oldKey);
    boolean justified = made || (!inUse && age(oldKey) > own(user).overdue());
    if (used(fresh)) {
      return made && inUse && patient
          ? same(user, pressed(user, "StillInUse"))
          : off(user, old, justified);
    }
    if (judge.hasFile(user.name, fresh.id()) && noted.neverAnnounced(fresh.id())) {
      return judge.deaf(user)
          ? same(user, "")
          : with(user, "", "", today(Phase.ROTATED, old), "Replaced");
    }
    if (noted.isLost(judge.key(fresh.id()), old)) {
      return same(user, pressed(user, "NeverFetched"));
    }
    boolean waits = days <= 2L * policy.deactivateDays();
    if (!judge.hasFile(user.name, fresh.id())
        && (waits || inUse || noted.neverAnnounced(fresh.id()))) {
      return same(
          user, noted.granted().containsKey(fresh.id()) ? pressed(user, "NeverFetched") : "");
    }
    if (inUse && (waits || patient)) {
      return same(user, pressed(user, "StillInUse"));
    }
    return off(user, old, justified);
  }

  /** Whether a run made a key in place of an older one, and the notes know that. */
  private boolean isMadeFor(AccessKey fresh, AccessKey old) {
    return noted.announced().containsKey(fresh.id()) && fresh.created().isAfter(old.created());
  }

  private String off(UserStory user, String old, boolean justified) {
    return !justified || restrained(user) || judge.restraints.noAction(judge.now())
        ? same(user, "")
        : with(user, "", old, today(Phase.DEACTIVATED, old), "Deactivated");
  }

  private String newOn(UserStory user, TagRecord record, AccessKey fresh) {
    String old = record.oldKey();
    String gone = gone(user, old, "Deleted");
    return switch (record.phase()) {
      case DEACTIVATING -> with(user, "", "", today(Phase.DEACTIVATED, old), "Deactivated");
      case DELETING -> gone;
      case DEACTIVATED -> days(record) > policy.deletionDays() ? gone : same(user, "");
      case NONE, UNREADABLE, ROTATING, STORED, ROTATED -> {
        boolean plain =
            !user.tags.getOrDefault(UserStory.fold(judge.settings.dateTag()), "").contains(" ");
        long late =
            ChronoUnit.DAYS.between(
                LocalDate.ofInstant(fresh.created(), ZoneOffset.UTC), record.day());
        if (plain && late > policy.deactivateDays()) {
          yield days(record) > policy.deletionDays() ? gone : same(user, "");
        }
        yield with(user, "", "", today(Phase.DEACTIVATED, old), "");
      }
    };
  }

  /** The key is deleted if it was seen inactive for long enough. */
  private String gone(UserStory user, String key, String mail) {
    boolean seen =
        Optional.ofNullable(noted.inactive().get(key))
            .map(day -> ChronoUnit.DAYS.between(day, today) > policy.deletionDays())
            .orElse(false);
    return exempt(user) || !seen || judge.restraints.noAction(judge.now())
        ? same(user, "")
        : with(user, key, "", NO_RECORD, mail);
  }

  private long days(TagRecord record) {
    return ChronoUnit.DAYS.between(record.day(), today);
  }
}
