package dev.keyturn.proof.simulation;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.UserName;
import dev.keyturn.proof.simulation.TagRecord.Phase;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.objects.StoredObject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What a run may do to keys: promises 1 to 3. */
final class KeyRules {
  /** The time between a fresh read and its step, within which an owner may act. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final Judge judge;

  KeyRules(Judge judge) {
    this.judge = judge;
  }

  void changed(Machine machine, Call verb, UserStory user, List<AccessKey> before) {
    if (!before.equals(user.keys)) {
      judge.restraints.acted(machine, user, verb);
    }
    for (AccessKey key : user.keys) {
      Optional<AccessKey> was = before.stream().filter(k -> k.id().equals(key.id())).findFirst();
      if (was.isEmpty()) {
        judge.demand(verb == Call.CREATE_KEY, () -> verb + " made " + key.id());
        created(machine, user, key, before);
      } else if (was.get().active() != key.active()) {
        judge.demand(
            verb == Call.DEACTIVATE_KEY && !key.active(), () -> verb + " switched " + key.id());
        deactivated(machine, user, judge.key(key.id()));
      }
    }
    boolean taken = false;
    for (AccessKey key : before) {
      if (user.key(key.id()).isEmpty()) {
        judge.demand(verb == Call.DELETE_KEY, () -> verb + " deleted " + key.id());
        taken |= deleted(machine, user, key, judge.key(key.id()));
      }
    }
    if (!taken) {
      judge.facts.changed(machine, verb, user, before);
    }
  }

  private Shown shown(Machine machine, UserStory user) {
    return machine.shown(new UserName(user.name));
  }

  /** Whether the keys were read no more than a minute before the call was begun. */
  private static boolean fresh(Machine machine, Shown shown) {
    return shown.keysAt.isAfter(machine.stepBegan.minus(FRESH).minusMillis(1));
  }

  /** Whether the owner changed a key after a read that was fresh when the call was begun. */
  private boolean ownerWasQuicker(Machine machine, UserStory user, Shown shown) {
    return fresh(machine, shown) && judge.since(user.acted, shown.keysAt);
  }

  private void created(Machine machine, UserStory user, AccessKey key, List<AccessKey> before) {
    KeyStory made = new KeyStory(key.id(), user.name, true, key.created());
    made.maker = machine.name;
    made.madeFor = before.isEmpty() ? "" : before.getFirst().id();
    judge.keys.put(key.id(), made);
    judge.facts.created(machine, user, before);
    judge.notices.created(machine, user, before);
    Shown shown = shown(machine, user);
    judge.demand(
        before.size() == 1 && before.getFirst().active(),
        Excuse.OWNER_CHANGED_A_KEY,
        judge.since(user.acted, shown.keysAt),
        () -> "a new key for " + user.name + ", whose keys were " + before);
    boolean meddled = judge.since(user.meddled, shown.tagsAt);
    boolean acted = judge.since(user.acted, shown.keysAt);
    if (meddled || (acted && !user.on(user.record.oldKey()))) {
      made.forsaken = true;
    }
  }

  /**
   * Promise 2, at any time: a key whose file is not stored yet can be identified as ours, by the
   * record and by the notes.
   */
  void covered(UserStory user) {
    for (KeyStory key : judge.keysOf(user)) {
      if (key.ours && !key.stored) {
        judge.demandByRecord(
            user,
            user.record.fits(key.created),
            Excuse.FORSAKEN,
            key.forsaken,
            () ->
                "the secret of %s is lost: made %s, no file, and the record is %s"
                    .formatted(key, key.created, user.record));
        judge.demand(
            judge.isNoted(key),
            key.forsaken ? Excuse.FORSAKEN : Excuse.STATE_FORGED,
            key.forsaken || judge.notesTouched(),
            () ->
                "the secret of %s is lost: made %s, no file, and no run has noted that"
                    .formatted(key, key.created));
      }
    }
  }

  void stored(KeyStory key, StoredObject object) {
    Optional<String> secret =
        key.gone == KeyStory.Gone.NO
            ? Optional.of(judge.account.keys().find(key.id).secret().reveal())
            : Optional.empty();
    String text = object.content().text();
    judge.demand(
        text.contains(key.id) && text.contains(secret.orElse("")),
        () -> "a file without the secret of " + key);
    judge.demand(
        key.gone != KeyStory.Gone.BY_A_RUN,
        () -> "the credentials of " + key + " were stored after a run deleted it");
    key.stored = true;
  }

  private void deactivated(Machine machine, UserStory user, KeyStory key) {
    if (!judge.shutOut(machine, user, key)) {
      judge.restraints.actionDay(machine, user, "deactivated " + key);
    }
    if (judge.unused.retires(user, key, shown(machine, user))) {
      key.graceRestarted = KeyStory.NEVER;
      key.offSince = KeyStory.NEVER;
      return;
    }
    judge.facts.deactivated(machine, user, key);
    Shown shown = shown(machine, user);
    boolean ownerWasQuicker = ownerWasQuicker(machine, user, shown);
    judge.demand(
        user.activeBeside(key.id),
        Excuse.OWNER_CHANGED_A_KEY,
        ownerWasQuicker && shown.activeBeside(key.id),
        () -> "deactivated the last active key " + key + " of " + user.name);
    judge.demandByRecord(
        user,
        user.record.phase() == Phase.DEACTIVATING && user.record.oldKey().equals(key.id),
        Excuse.OWNER_CHANGED_THE_RECORD,
        judge.since(user.meddled, shown.tagsAt),
        () -> "deactivated " + key + " while the record is " + user.record);
    if (judge.shutOut(machine, user, key)) {
      key.graceRestarted = KeyStory.NEVER;
      key.offSince = KeyStory.NEVER;
      return;
    }
    int days = judge.settings.policy().deactivateDays();
    judge.demandByRecord(
        user,
        judge.keys.values().stream()
            .anyMatch(
                other ->
                    other.user.equals(user.name)
                        && other.inPlaceOf.equals(key.id)
                        && (other.stored || !other.ours)
                        && over(other.announced, days)),
        Excuse.RECORD_OF_ANOTHER_TOOL,
        over(key.forged, days) || judge.since(user.meddled, shown.tagsAt),
        () ->
            "deactivated %s: no new key was announced %d days ago, forged %s"
                .formatted(key, days, key.forged));
    successor(user, key)
        .ifPresent(
            successor ->
                judge.demand(
                    runsNoMore(key.graceRestarted, days) && runsNoMore(successor.announced, days),
                    Excuse.STATE_FORGED,
                    judge.notesTouched(),
                    () ->
                        "deactivated %s, whose grace was noted: announced on %s, restarted on %s"
                            .formatted(key, successor.announced, key.graceRestarted)));
    judge.demandByRecord(
        user,
        key.graceRestarted.equals(KeyStory.NEVER) || over(key.graceRestarted, days),
        Excuse.RECORD_OF_ANOTHER_TOOL,
        over(key.forged, days) || judge.since(user.meddled, shown.tagsAt),
        () ->
            "deactivated %s, whose grace period restarted on %s"
                .formatted(key, key.graceRestarted));
    key.graceRestarted = KeyStory.NEVER;
    key.offSince = KeyStory.NEVER;
  }

  /** The active key that a run stored in place of this one. */
  private Optional<KeyStory> successor(UserStory user, KeyStory old) {
    return user.keys.stream()
        .filter(AccessKey::active)
        .map(key -> judge.key(key.id()))
        .filter(key -> key.ours && key.stored && key.madeFor.equals(old.id))
        .findFirst();
  }

  private boolean runsNoMore(LocalDate since, int days) {
    return since.equals(KeyStory.NEVER) || over(since, days);
  }

  private boolean over(LocalDate since, int days) {
    return !since.equals(KeyStory.NEVER)
        && ChronoUnit.DAYS.between(since, judge.timeline.today()) > days;
  }

  /**
   * A run deleted a key; returns whether that is a loss that the promises assume: a key that a
   * person has was taken for an orphan.
   */
  private boolean deleted(Machine machine, UserStory user, AccessKey was, KeyStory key) {
    key.gone = KeyStory.Gone.BY_A_RUN;
    Shown shown = shown(machine, user);
    boolean ownerWasQuicker = ownerWasQuicker(machine, user, shown);
    if (key.ours
        && !key.known
        && key.announced.equals(KeyStory.NEVER)
        && !judge.record(shown.tags).oldKey().equals(key.id)) {
      judge.demand(
          !judge.readable(user.name, was),
          Excuse.STATE_FORGED,
          judge.notesTouched() && key.forAdministrator,
          () -> "deleted " + key + ", whose file is stored");
      if (!key.maker.equals(machine.name)) {
        judge.facts.deletedOrphan(machine, user, was, key);
      }
      return false;
    }
    judge.demand(
        judge.unused.deletes(key) || user.activeBeside(key.id),
        Excuse.OWNER_CHANGED_A_KEY,
        ownerWasQuicker && shown.activeBeside(key.id),
        () -> "deleted " + key + ", and no other key is active");
    if (!key.ours && takenForAnOrphan(machine, user, key)) {
      judge.facts.deletedOrphan(machine, user, was, key);
      judge.tally.count(Excuse.OWNERS_KEY_TAKEN_FOR_AN_ORPHAN);
      return true;
    }
    if (key.ours && overwritten(user, was, key)) {
      judge.tally.count(Excuse.HANDED_OVER_KEY_TAKEN_FOR_AN_ORPHAN);
      return true;
    }
    if (key.ours && judge.notesTouched() && notesForgotten(user, was)) {
      judge.facts.deletedOrphan(machine, user, was, key);
      judge.tally.count(Excuse.STATE_FORGED);
      return true;
    }
    judge.restraints.actionDay(machine, user, "deleted " + key);
    judge.facts.deletedOld(machine, user, was, key);
    judge.demand(
        !was.active(),
        Excuse.OWNER_CHANGED_A_KEY,
        ownerWasQuicker && shown.key(key.id).map(seen -> !seen.active()).orElse(false),
        () -> "deleted the active " + key);
    judge.demandByRecord(
        user,
        user.record.underWay() && user.record.oldKey().equals(key.id),
        Excuse.OWNER_CHANGED_THE_RECORD,
        judge.since(user.meddled, shown.tagsAt),
        () -> "deleted " + key + ", which is not named by the record " + user.record);
    int days = judge.settings.policy().deletionDays();
    judge.demandByRecord(
        user,
        over(key.offSince, days),
        Excuse.RECORD_OF_ANOTHER_TOOL,
        over(key.forged, days) || judge.since(user.meddled, shown.tagsAt),
        () -> "deleted %s, which the record says is off since %s".formatted(key, key.offSince));
    return false;
  }

  /** Whether another run overwrote the record of the rotation that handed this key over. */
  private boolean overwritten(UserStory user, AccessKey was, KeyStory key) {
    return user.record.fits(key.created)
        && !user.recorder.equals(key.maker)
        && was.lastUse() instanceof dev.keyturn.sandbox.account.LastUse.Never
        && !judge.hasFile(user.name, key.id);
  }

  /**
   * Whether tags that an adversary wrote, and notes that they restored or deleted, do not say that
   * a mail announced this key. It was never used, its file is gone, and the rotation starts again.
   */
  private boolean notesForgotten(UserStory user, AccessKey was) {
    return user.record.hasMade(was.created())
        && was.lastUse() instanceof dev.keyturn.sandbox.account.LastUse.Never
        && !judge.readable(user.name, was);
  }

  /**
   * An owner who makes a key by hand within two minutes of a noted, cut-off rotation and has not
   * used it by the next run loses it (INVARIANTS.md, "What the promises assume").
   */
  private boolean takenForAnOrphan(Machine machine, UserStory user, KeyStory key) {
    Shown shown = shown(machine, user);
    boolean fits =
        isNotedFor(user.record, key)
            || (judge.since(user.meddled, shown.tagsAt)
                && isNotedFor(judge.record(shown.tags), key));
    return fits && shown.uses.get(new KeyId(key.id)) instanceof LastUse.Never;
  }

  /** A record alone makes no key an orphan: an adversary can write it. */
  private boolean isNotedFor(TagRecord record, KeyStory key) {
    return record.fits(key.created) && judge.wasToMake(key, record.oldKey());
  }
}
