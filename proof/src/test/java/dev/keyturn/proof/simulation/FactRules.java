package dev.keyturn.proof.simulation;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.LastUse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Promise 11: a key is created, deactivated and deleted only on facts that tags and objects cannot
 * forge. An act of an adversary that writes those is no excuse; an owner's change of a key between
 * a fresh read and the step is.
 */
final class FactRules {
  private final Judge judge;

  FactRules(Judge judge) {
    this.judge = judge;
  }

  /** A key, as in the account or as shown to a run. */
  private record Seen(String id, boolean active, Instant created) {}

  private static List<Seen> truth(List<AccessKey> keys) {
    return keys.stream().map(key -> new Seen(key.id(), key.active(), key.created())).toList();
  }

  private static List<Seen> seen(Shown shown) {
    return shown.keys.stream()
        .map(key -> new Seen(key.id().value(), key.active(), key.created()))
        .toList();
  }

  private boolean quicker(UserStory user, Shown shown) {
    return judge.since(user.acted, shown.keysAt);
  }

  /** The old key is past OVERDUE_DAYS; mails can be sent, and the bucket is not public. */
  void created(Machine machine, UserStory user, List<AccessKey> before) {
    Shown shown = machine.shown(new UserName(user.name));
    judge.demand(
        overdue(truth(before)),
        Excuse.OWNER_CHANGED_A_KEY,
        quicker(user, shown) && overdue(seen(shown)),
        () ->
            "created a key for %s, none of whose keys is overdue: %s".formatted(user.name, before));
    judge.demand(
        !machine.bucketUnclear,
        () ->
            "created a key for %s, and whether the bucket is public is unclear"
                .formatted(user.name));
    MailOutage mails = machine.scene().around().mails;
    judge.demand(
        !mails.kind().shows() || mails.since().isAfter(machine.began),
        () -> "created a key for %s, and SES is %s".formatted(user.name, mails.kind()));
    long unsent = machine.unsent.stream().filter(name -> !name.equals(user.name)).count();
    judge.demand(
        unsent < (mails.kind() == MailOutage.Kind.THROTTLED ? 2 : 1),
        () ->
            "created a key for %s after SES took no mail for %s: %s"
                .formatted(user.name, machine.unsent, mails.kind()));
  }

  private boolean overdue(List<Seen> keys) {
    return keys.stream()
        .anyMatch(
            key ->
                key.active()
                    && (age(key.created()) > judge.settings.policy().overdueDays()
                        || judge.ordered(key.id())));
  }

  private long age(Instant created) {
    return ChronoUnit.DAYS.between(
        LocalDate.ofInstant(created, ZoneOffset.UTC), judge.timeline.today());
  }

  /** Another key is active and old enough, and its owner can have its secret or uses no key. */
  void deactivated(Machine machine, UserStory user, KeyStory key) {
    if (judge.shutOut(machine, user, key)) {
      return;
    }
    Shown shown = machine.shown(new UserName(user.name));
    judge.demand(
        successor(truth(user.keys), key.id),
        Excuse.OWNER_CHANGED_A_KEY,
        quicker(user, shown) && successor(seen(shown), key.id),
        () ->
            "deactivated %s, and no other active key is older than %d days: %s"
                .formatted(key, judge.settings.policy().deactivateDays(), user.keys));
    boolean inUse =
        user.key(key.id)
            .filter(old -> RestraintRules.inUse(old, judge.timeline.today()))
            .filter(old -> !seemedUnused(old, shown))
            .isPresent();
    boolean obtainable = works(user.keys);
    if (!obtainable) {
      judge.tally.count(
          inUse ? Event.IN_USE_AND_NO_OTHER_KEY_WITHIN_REACH : Event.NO_OTHER_KEY_WITHIN_REACH);
    }
    boolean wentMeanwhile =
        quicker(user, shown)
            || user.keys.stream()
                .anyMatch(other -> other.active() && hadWhenRead(machine, shown, other));
    judge.demand(
        obtainable || !inUse,
        Excuse.FILE_WENT_MEANWHILE,
        wentMeanwhile,
        () ->
            "deactivated %s, which is in use, and no person can have another working key of %s"
                .formatted(key, user.name));
    judge.demand(
        obtainable || announced(user),
        wentMeanwhile ? Excuse.FILE_WENT_MEANWHILE : Excuse.STATE_FORGED,
        wentMeanwhile || judge.notesTouched(),
        () ->
            "deactivated %s, and no mail announced the other key of %s, which no person can have"
                .formatted(key, user.name));
    judge.demand(
        madeInPlaceOf(user, key) || (!inUse && overdue(key)),
        Excuse.OWNER_CHANGED_A_KEY,
        quicker(user, shown),
        () ->
            "deactivated %s, which is in use or not overdue, beside a key that no run made"
                .formatted(key));
    judge.demand(
        !inUse || tried(user) || waitedTwice(user, key),
        Excuse.OWNER_CHANGED_A_KEY,
        quicker(user, shown),
        () -> "deactivated %s, which is in use, and its successor was never used".formatted(key));
  }

  private boolean successor(List<Seen> keys, String old) {
    return keys.stream()
        .anyMatch(
            key ->
                key.active()
                    && !key.id().equals(old)
                    && age(key.created()) > judge.settings.policy().deactivateDays());
  }

  private boolean seemedUnused(AccessKey old, Shown shown) {
    return judge.restraints.seemedUnused(old, shown);
  }

  /**
   * A person who was notified about an active key may have had its secret while its file was there.
   * A run whose mail has no clear outcome must take it for accepted.
   */
  private boolean announced(UserStory user) {
    return user.keys.stream()
        .filter(AccessKey::active)
        .map(key -> judge.key(key.id()))
        .anyMatch(key -> !key.announced.equals(KeyStory.NEVER) || !key.mailedBy.isEmpty());
  }

  /**
   * After another change than a deactivation: a user who had a key that works for a person has one.
   */
  void changed(Machine machine, Call verb, UserStory user, List<AccessKey> before) {
    judge.demand(
        verb == Call.DEACTIVATE_KEY || !works(before) || works(user.keys),
        Excuse.OWNER_CHANGED_A_KEY,
        quicker(user, machine.shown(new UserName(user.name))),
        () -> "%s left %s without a key that a person can use".formatted(verb, user.name));
  }

  /** Whether a person has, or could fetch, the secret of an active key. */
  private boolean works(List<AccessKey> keys) {
    return keys.stream().anyMatch(key -> key.active() && had(key));
  }

  /** Whether the owner has a key's secret, or could fetch it now. */
  private boolean had(AccessKey key) {
    return judge.key(key.id()).known || judge.readable(judge.key(key.id()).user, key);
  }

  private boolean hadWhenRead(Machine machine, Shown shown, AccessKey key) {
    Instant at = shown.readableAt.getOrDefault(new KeyId(key.id()), Instant.MIN);
    return at.isAfter(machine.stepBegan.minus(Duration.ofMinutes(1)).minusMillis(1));
  }

  /** Whether a run made another active key after this one. */
  private boolean madeInPlaceOf(UserStory user, KeyStory old) {
    return user.keys.stream()
        .filter(AccessKey::active)
        .map(key -> judge.key(key.id()))
        .anyMatch(key -> key.ours && key.created.isAfter(old.created));
  }

  private boolean overdue(KeyStory key) {
    return age(key.created) > judge.settings.policy().overdueDays();
  }

  private static boolean tried(UserStory user) {
    return user.keys.stream().anyMatch(key -> key.active() && key.lastUse() instanceof LastUse.At);
  }

  private boolean waitedTwice(UserStory user, KeyStory old) {
    return user.keys.stream()
        .filter(key -> key.active() && !key.id().equals(old.id))
        .anyMatch(key -> age(key.created()) > 2L * judge.settings.policy().deactivateDays());
  }

  /** Inactive, another key is active, and runs have seen it inactive for DELETION_DAYS. */
  void deletedOld(Machine machine, UserStory user, AccessKey was, KeyStory key) {
    Shown shown = machine.shown(new UserName(user.name));
    judge.demand(
        !was.active(),
        Excuse.OWNER_CHANGED_A_KEY,
        quicker(user, shown) && shown.key(key.id).map(seen -> !seen.active()).orElse(false),
        () -> "deleted %s, which is active".formatted(key));
    int days = judge.settings.policy().deletionDays();
    judge.demand(
        !key.seenOff.equals(KeyStory.NEVER)
            && ChronoUnit.DAYS.between(key.seenOff, judge.timeline.today()) > days,
        Excuse.STATE_FORGED,
        machine.scene().around().powers.contains(Power.FORGERY),
        () -> "deleted %s, which runs saw inactive since %s only".formatted(key, key.seenOff));
  }

  /** An orphan: a second key, never used, without a file, and the rotation is justified. */
  void deletedOrphan(Machine machine, UserStory user, AccessKey was, KeyStory key) {
    Shown shown = machine.shown(new UserName(user.name));
    judge.demand(
        was.lastUse() instanceof LastUse.Never,
        Excuse.OWNER_CHANGED_A_KEY,
        shown.uses.get(new KeyId(key.id)) instanceof dev.keyturn.facts.LastUse.Never,
        () -> "deleted %s as an orphan, and it was used".formatted(key));
    judge.demand(
        overdue(truth(user.keys)),
        Excuse.OWNER_CHANGED_A_KEY,
        quicker(user, shown) && overdue(seen(shown)),
        () -> "deleted %s as an orphan, and no rotation is due: %s".formatted(key, user.keys));
  }

  /** A run was shown these keys of a user, as they were at this time: the reply may be late. */
  void shown(Machine machine, List<dev.keyturn.facts.AccessKey> keys, Instant readAt) {
    for (dev.keyturn.facts.AccessKey key : keys) {
      if (key.active()) {
        machine.seenActive.put(key.id(), readAt);
        Optional.ofNullable(judge.keys.get(key.id().value())).ifPresent(judge.unused::shownActive);
      } else if (judge.keys.containsKey(key.id().value())) {
        inactive(machine, judge.key(key.id().value()), readAt);
      }
    }
  }

  /** A run ended; one that could not begin, or was cut off, notes nothing of what it saw. */
  void ended(Machine machine) {
    machine.refused.forEach(
        id ->
            Optional.ofNullable(judge.keys.get(id))
                .ifPresent(key -> key.mailedBy.remove(machine.name)));
    machine.seenActive.forEach(
        (id, at) -> {
          KeyStory key = judge.keys.get(id.value());
          if (key != null) {
            wasActive(key, at);
          }
        });
  }

  private static void wasActive(KeyStory key, Instant at) {
    if (!key.seenOffAt.isAfter(at)) {
      key.seenOff = KeyStory.NEVER;
    }
  }

  /** A run deactivated a key, or found it inactive. */
  void off(Machine machine, KeyId key) {
    KeyStory story = judge.key(key.value());
    inactive(machine, story, judge.timeline.instant());
    Optional.ofNullable(judge.users.get(story.user))
        .ifPresent(user -> judge.unused.off(user, story, machine.shown(new UserName(user.name))));
  }

  private void inactive(Machine machine, KeyStory key, Instant at) {
    Instant active = machine.seenActive.remove(new KeyId(key.id));
    if (active != null) {
      wasActive(key, active);
    }
    if (key.seenOff.equals(KeyStory.NEVER)) {
      key.seenOff = judge.timeline.today();
      key.seenOffAt = at;
    }
  }

  /** What the judge counts about deactivated keys. */
  enum Event {
    /** No person can have the secret of the remaining key, and the old one was not in use. */
    NO_OTHER_KEY_WITHIN_REACH,
    /** The same, but the old one is in use. */
    IN_USE_AND_NO_OTHER_KEY_WITHIN_REACH
  }
}
