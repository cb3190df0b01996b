package dev.keyturn.proof.simulation;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.mail.Notice;
import dev.keyturn.proof.simulation.TagRecord.Phase;
import dev.keyturn.sandbox.account.AccessKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * {@code UNUSED_DAYS}, as docs/bad-days.md has it: when a key may be deactivated and deleted though
 * no other key is there, because nothing used it and its owner was notified.
 */
final class UnusedRules {
  private final Judge judge;
  private final int unusedDays;

  UnusedRules(Judge judge) {
    this.judge = judge;
    this.unusedDays = judge.settings.policy().unusedDays();
  }

  /** Whether a key counts as unused, in truth. */
  boolean idle(AccessKey key) {
    return switch (key.lastUse()) {
      case dev.keyturn.sandbox.account.LastUse.Never _ -> true;
      case dev.keyturn.sandbox.account.LastUse.At at -> over(day(at.time()), unusedDays);
    };
  }

  /** Whether a key is old enough to be unused. */
  boolean old(AccessKey key, int warningDays) {
    return unusedDays > 0 && over(day(key.created()), Math.max(unusedDays, warningDays));
  }

  /** An owner was told that a key is unused. */
  void told(UserStory user, Notice.Unused notice, String address) {
    KeyStory key = judge.key(notice.key().key().id().value());
    user.key(key.id)
        .ifPresent(
            truth ->
                judge.demand(
                    old(truth, 0), () -> "told as unused, and young or not to be: " + key));
    // It is retired once more.
    boolean _ = forgotten(user, key);
    boolean still =
        !key.unusedSince.equals(KeyStory.NEVER)
            && key.unusedTo.equals(address)
            && user.key(key.id).map(truth -> idleOn(truth, key.unusedSince)).orElse(false);
    if (!still) {
      key.unusedSince = judge.timeline.today();
      key.unusedTo = address;
    }
  }

  /**
   * A run recorded a rotation of a key. If its owner switched it on after it was retired, and an
   * adversary made the notes forget that, the run takes it for the old key of a rotation.
   */
  void rotated(UserStory user, KeyStory key) {
    if (forgotten(user, key)) {
      key.forged = judge.timeline.today();
    }
  }

  /** Whether an adversary made the notes forget that a key was retired, which is active again. */
  private boolean forgotten(UserStory user, KeyStory key) {
    boolean forgotten = key.retired && user.on(key.id) && judge.notesTouched();
    if (forgotten) {
      judge.tally.count(Excuse.STATE_FORGED);
      key.retired = false;
      key.retiring = false;
    }
    return forgotten;
  }

  private boolean idleOn(AccessKey key, LocalDate day) {
    return !(key.lastUse() instanceof dev.keyturn.sandbox.account.LastUse.At at)
        || ChronoUnit.DAYS.between(day(at.time()), day) > unusedDays;
  }

  /** A run deactivated a key: whether that is right because it is unused. */
  boolean retires(UserStory user, KeyStory key, Shown shown) {
    key.seenOn = KeyStory.NEVER;
    key.retired =
        (key.retiring || judge.record(shown.tags).phase() == Phase.NONE)
            && user.key(key.id).filter(truth -> old(truth, 0)).isPresent()
            && warned(user, key, shown)
            && isIdle(user, key, shown)
            && isKeptLongAgo(key);
    if (key.retired) {
      judge.tally.count(Event.UNUSED_AND_DEACTIVATED);
    }
    return key.retired;
  }

  /** A key that was kept counts as used on that day; an adversary may delete that note. */
  private boolean isKeptLongAgo(KeyStory key) {
    boolean isOver = key.kept.equals(KeyStory.NEVER) || over(key.kept, unusedDays);
    if (!isOver && judge.notesTouched()) {
      judge.tally.count(Excuse.STATE_FORGED);
    }
    return isOver || judge.notesTouched();
  }

  /** Its owner may have deactivated it before the run did, or could. */
  void off(UserStory user, KeyStory key, Shown shown) {
    if (key.retiring && !key.retired && user.off(key.id)) {
      boolean _ = retires(user, key, shown);
    }
  }

  private boolean warned(UserStory user, KeyStory key, Shown shown) {
    return !key.unusedSince.equals(KeyStory.NEVER)
        && over(key.unusedSince, judge.settings.policy().deactivateDays())
        && (key.unusedTo.equals(user.address) || judge.since(user.moved, shown.tagsAt));
  }

  /** Its owner may use it after the fresh read. */
  private boolean isIdle(UserStory user, KeyStory key, Shown shown) {
    if (user.key(key.id).map(this::idle).orElse(false)) {
      return true;
    }
    LastUse seen = shown.uses.get(new KeyId(key.id));
    boolean seemed =
        seen instanceof LastUse.Never
            || (seen instanceof LastUse.At at && over(day(at.time()), unusedDays));
    if (seemed) {
      judge.tally.count(Excuse.OWNER_USED_THE_OLD_KEY);
    }
    return seemed;
  }

  /** A run was shown that a key is active. */
  void shownActive(KeyStory key) {
    boolean on = judge.users.containsKey(key.user) && judge.users.get(key.user).on(key.id);
    if (key.retired && on && key.seenOn.equals(KeyStory.NEVER)) {
      key.seenOn = judge.timeline.today();
    }
  }

  /** The record of a retired key was cleared: it is active again, or was never deactivated. */
  void cleared(UserStory user, KeyStory key) {
    if (user.off(key.id)) {
      return;
    }
    if (key.retired && user.on(key.id)) {
      key.kept = key.seenOn.equals(KeyStory.NEVER) ? judge.timeline.today() : key.seenOn;
      key.unusedSince = KeyStory.NEVER;
      judge.tally.count(Event.UNUSED_AND_KEPT);
    }
    key.retired = false;
    key.retiring = false;
  }

  /** A run deleted a key: whether that is right without another one. */
  boolean deletes(KeyStory key) {
    if (key.retired) {
      judge.tally.count(Event.UNUSED_AND_DELETED);
    }
    return key.retired;
  }

  private boolean over(LocalDate since, int days) {
    return ChronoUnit.DAYS.between(since, judge.timeline.today()) > days;
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  /** What is counted. */
  enum Event {
    UNUSED_AND_DEACTIVATED,
    UNUSED_AND_DELETED,
    UNUSED_AND_KEPT
  }
}
