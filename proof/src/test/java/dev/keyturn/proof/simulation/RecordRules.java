package dev.keyturn.proof.simulation;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.UserName;
import dev.keyturn.proof.simulation.TagRecord.Phase;
import dev.keyturn.sandbox.account.AccessKey;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** When a run may write and clear the record. */
final class RecordRules {
  /** Reads with a longer lag may cause an unneeded warning. */
  private static final Duration SHORTLY = Duration.ofSeconds(30);

  private final Judge judge;

  RecordRules(Judge judge) {
    this.judge = judge;
  }

  void changed(
      Machine machine, Call verb, UserStory user, Map<String, String> tags, TagRecord before) {
    judge.demand(others(tags).equals(others(user.tags)), () -> "tags that are not ours: " + verb);
    TagRecord record = user.record;
    if (tags.equals(user.tags)) {
      return;
    }
    Shown shown = machine.shown(new UserName(user.name));
    if (verb == Call.UNTAG) {
      judge.demand(
          record.phase() == Phase.NONE, () -> "a record half cleared: " + user.name + record);
      cleared(machine, user, before, shown);
      return;
    }
    judge.demand(verb == Call.TAG && record.underWay(), () -> verb + " left the record " + record);
    boolean meddled = judge.since(user.meddled, shown.tagsAt);
    judge.demandByRecord(
        user,
        before.phase() != Phase.UNREADABLE,
        Excuse.OWNER_CHANGED_THE_RECORD,
        meddled,
        () -> "wrote over a record that cannot be read, of " + user.name);
    boolean wasSo =
        Optional.ofNullable(machine.former.get(user.name)).map(record::isAsGoodAs).orElse(false)
            || (meddled && record.isAsGoodAs(judge.record(shown.tags)));
    boolean undoes = goesBack(before.phase(), record.phase()) || changedBetween(user);
    if (undoes && wasSo) {
      restored(user, before, shown);
    } else {
      written(user, before, shown);
    }
    machine.former.put(user.name, before);
    user.recorded = judge.now();
    user.recorder = machine.name;
  }

  private Map<String, String> others(Map<String, String> tags) {
    Map<String, String> others = new HashMap<>(tags);
    others.remove(UserStory.fold(judge.settings.dateTag()));
    others.remove(UserStory.fold(judge.settings.oldKeyTag()));
    return others;
  }

  /** Whether another run wrote the record after this one read it. */
  private static boolean overtaken(Machine machine, UserStory user, Shown shown) {
    return !user.recorder.equals(machine.name) && user.recorded.isAfter(shown.tagsAt);
  }

  /** Whether a run overwrote the finished rotation of another with {@code rotating}. */
  private boolean overwritten(UserStory user, TagRecord before) {
    return before.phase() == Phase.ROTATING
        && judge.keysOf(user).stream()
            .filter(key -> key.ours && !key.id.equals(before.oldKey()))
            .allMatch(key -> key.stored && !key.maker.equals(user.recorder));
  }

  /**
   * The key of the user that the record names; an adversary may have copied the record of another.
   */
  private Optional<KeyStory> named(UserStory user, TagRecord record) {
    return Optional.ofNullable(judge.keys.get(record.oldKey()))
        .filter(key -> key.user.equals(user.name));
  }

  /** {@code ON_EXPOSED} orders to replace the only key of a quarantined user, but no successor. */
  private void exposed(KeyStory key, Shown shown) {
    if (!judge.settings.policy().replacesExposed()
        || judge.compromised(key.id)
        || !(shown.quarantined || Noted.orders(judge).contains(key.id))) {
      return;
    }
    LocalDate made = LocalDate.ofInstant(key.created, ZoneOffset.UTC);
    judge.demand(
        !key.forAdministrator
            || judge.notesTouched()
            || made.plusDays(Notes.FILES_KEPT_DAYS).isBefore(judge.timeline.today()),
        () -> "replaces the successor of a compromised key: " + key);
    judge.tally.count(Event.EXPOSED_AND_REPLACED);
    judge.orders.put(key.id, new Orders.Given(true, judge.now(), Instant.MAX));
  }

  /** What is counted. */
  enum Event {
    EXPOSED_AND_REPLACED
  }

  private void written(UserStory user, TagRecord before, Shown shown) {
    TagRecord record = user.record;
    switch (record.phase()) {
      case NONE, UNREADABLE -> throw new IllegalStateException("no record");
      case ROTATING ->
          named(user, record)
              .ifPresent(
                  key -> {
                    key.forged = KeyStory.NEVER;
                    key.retiring = false;
                    exposed(key, shown);
                  });
      case STORED -> {}
      case ROTATED -> {
        dated(record);
        named(user, record)
            .ifPresent(
                key -> {
                  key.offSince = KeyStory.NEVER;
                  judge.unused.rotated(user, key);
                });
      }
      case DEACTIVATING -> {
        if (before.phase() == Phase.NONE || judge.record(shown.tags).phase() == Phase.NONE) {
          named(user, record).ifPresent(key -> key.retiring = true);
        }
        if (before.phase() == Phase.ROTATED && !judge.compromised(before.oldKey())) {
          fetchable(user, before, shown);
          judge.restraints.unused(user, before, shown);
        }
      }
      case DEACTIVATED -> {
        dated(record);
        if (user.off(record.oldKey())) {
          KeyStory old = judge.key(record.oldKey());
          judge.unused.off(user, old, shown);
          judge.demand(
              old.wentOff.equals(KeyStory.NEVER) || !record.day().isBefore(old.wentOff),
              () -> "%s went off on %s, after %s".formatted(old, old.wentOff, record));
          if (old.offSince.equals(KeyStory.NEVER)) {
            old.offSince = record.day();
          }
        } else {
          judge.demandByRecord(
              user,
              user.key(record.oldKey()).isEmpty(),
              Excuse.OWNER_CHANGED_A_KEY,
              judge.since(user.acted, shown.keysAt),
              () -> "recorded as off, and on: " + record.oldKey());
          // If its owner deactivates it again before the next run, no run can detect it.
          user.key(record.oldKey()).ifPresent(key -> judge.key(key.id()).offSince = record.day());
        }
      }
      case DELETING -> {}
    }
    if (judge.since(user.meddled, shown.tagsAt)) {
      judge.forsake(user);
    }
  }

  /** Whether someone has changed the record that a run puts back since the run wrote it. */
  private static boolean changedBetween(UserStory user) {
    return (user.record.phase() == Phase.DEACTIVATED || user.record.phase() == Phase.ROTATED)
        && !user.meddled.isBefore(user.recorded);
  }

  private static boolean goesBack(Phase from, Phase to) {
    return (from == Phase.DEACTIVATING && to != Phase.DEACTIVATED)
        || (from == Phase.DELETING && to == Phase.DEACTIVATED);
  }

  /** A denial undoes the first step of a retirement: the key is unchanged. */
  private void restored(UserStory user, TagRecord before, Shown shown) {
    String old = user.record.oldKey();
    judge.demandByRecord(
        user,
        user.record.phase() == Phase.DEACTIVATED ? user.key(old).isPresent() : user.on(old),
        Excuse.OWNER_CHANGED_A_KEY,
        judge.since(user.acted, shown.keysAt),
        () -> "went back to %s from %s".formatted(user.record, before));
  }

  private void dated(TagRecord record) {
    LocalDate today = judge.timeline.today();
    judge.demand(
        !record.day().isAfter(today) && !record.day().isBefore(today.minusDays(1)),
        () -> "recorded a day that is not today's: " + record);
  }

  /** The old key of an owner who fetched nothing yet gets a second grace period. */
  private void fetchable(UserStory user, TagRecord rotated, Shown shown) {
    int days = judge.settings.policy().deactivateDays();
    if (ChronoUnit.DAYS.between(rotated.day(), judge.timeline.today()) > 2L * days) {
      return;
    }
    for (AccessKey key : user.keys) {
      if (key.id().equals(rotated.oldKey()) || !key.active()) {
        continue;
      }
      KeyId id = new KeyId(key.id());
      judge.demand(
          key.lastUse() instanceof dev.keyturn.sandbox.account.LastUse.At
              || judge.hasFile(user.name, key.id()),
          Excuse.OWNER_CHANGED_A_KEY,
          judge.since(user.acted, shown.keysAt)
              || judge.since(user.meddled, shown.tagsAt)
              || shown.files.getOrDefault(id, 0L) > 0
              || shown.uses.get(id) instanceof LastUse.At,
          () -> "the new key %s was never fetched".formatted(key.id()));
    }
  }

  private record Seen(String id, boolean active) {}

  private void cleared(Machine machine, UserStory user, TagRecord before, Shown shown) {
    if (before.phase() == Phase.NONE) {
      return;
    }
    named(user, before)
        .ifPresent(
            key -> {
              key.offSince = KeyStory.NEVER;
              key.graceRestarted = KeyStory.NEVER;
            });
    List<Seen> truth = user.keys.stream().map(key -> new Seen(key.id(), key.active())).toList();
    boolean kept = kept(user, before);
    named(user, before).ifPresent(key -> judge.unused.cleared(user, key));
    if (kept || over(before, truth) || undone(machine, user, before)) {
      return;
    }
    if (before.phase() == Phase.STORED && ownersOwn(user, before, shown)) {
      return;
    }
    if (before.phase() == Phase.ROTATING && user.keys.size() > 1 && judge.notesTouched()) {
      judge.tally.count(Excuse.STATE_FORGED);
      judge.forsake(user);
      return;
    }
    if (judge.since(user.meddled, shown.tagsAt)) {
      judge.tally.count(Excuse.OWNER_CHANGED_THE_RECORD);
      judge.forsake(user);
      return;
    }
    List<Seen> seen =
        shown.keys.stream().map(key -> new Seen(key.id().value(), key.active())).toList();
    boolean misled = over(before, seen);
    judge.demandByRecord(
        user,
        misled && judge.since(user.acted, shown.keysAt),
        Excuse.FINISHED_ROTATION_FORGOTTEN,
        judge.lag.compareTo(SHORTLY) > 0
            || overtaken(machine, user, shown)
            || overwritten(user, before),
        () -> "cleared %s of %s, whose keys are %s".formatted(before, user.name, truth));
  }

  /** Whether the other keys are in use, and no run made them, or none can know that any more. */
  private boolean ownersOwn(UserStory user, TagRecord record, Shown shown) {
    List<AccessKey> others =
        user.keys.stream().filter(key -> !key.id().equals(record.oldKey())).toList();
    boolean used =
        others.stream().allMatch(key -> shown.uses.get(new KeyId(key.id())) instanceof LastUse.At);
    boolean ours = others.stream().anyMatch(key -> judge.key(key.id()).ours);
    if (others.isEmpty() || !used || (ours && !judge.notesTouched())) {
      return false;
    }
    if (ours) {
      judge.tally.count(Excuse.STATE_FORGED);
    }
    return true;
  }

  /** Whether an unused key is active again, or could not be deactivated. */
  private boolean kept(UserStory user, TagRecord record) {
    return record.phase().retires()
        && named(user, record).filter(key -> key.retired || key.retiring).isPresent()
        && user.on(record.oldKey());
  }

  /** Whether keys like these mean that the rotation is over. */
  private boolean over(TagRecord record, List<Seen> keys) {
    String old = record.oldKey();
    List<Seen> others = keys.stream().filter(key -> !key.id().equals(old)).toList();
    boolean oldOn = keys.stream().anyMatch(key -> key.id().equals(old) && key.active());
    boolean oldThere = others.size() < keys.size();
    boolean otherOn = others.stream().anyMatch(Seen::active);
    return switch (record.phase()) {
      case NONE, UNREADABLE -> false;
      case STORED, ROTATED, DEACTIVATED, DELETING -> !oldThere || (oldOn && others.isEmpty());
      case DEACTIVATING -> !oldThere || (oldOn && !otherOn);
      case ROTATING ->
          others.isEmpty()
              ? !oldOn
              : (!oldOn && (otherOn || !oldThere))
                  || others.stream().allMatch(key -> !judge.key(key.id()).ours);
    };
  }

  /** A denial undoes the first step: the rotation made nothing, and the same run recorded it. */
  private boolean undone(Machine machine, UserStory user, TagRecord record) {
    return record.phase() == Phase.ROTATING
        && machine.did.getOrDefault(user.name, new TreeSet<>()).contains(Call.TAG)
        && judge.keysOf(user).stream().noneMatch(key -> key.ours && !key.stored);
  }
}
