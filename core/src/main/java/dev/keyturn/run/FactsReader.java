package dev.keyturn.run;

import dev.keyturn.policy.AccessKey;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.EmailAddress;
import dev.keyturn.policy.Evidence;
import dev.keyturn.policy.Evidence.Finding;
import dev.keyturn.policy.Exemption;
import dev.keyturn.policy.Facts;
import dev.keyturn.policy.FileAccess;
import dev.keyturn.policy.KeyId;
import dev.keyturn.policy.LastUse;
import dev.keyturn.policy.Mailbox;
import dev.keyturn.policy.Notes;
import dev.keyturn.policy.Owner;
import dev.keyturn.policy.Planner;
import dev.keyturn.policy.Question;
import dev.keyturn.policy.Reminders;
import dev.keyturn.policy.RotationRecord;
import dev.keyturn.policy.StoredFile;
import dev.keyturn.policy.Tags;
import dev.keyturn.policy.UserName;
import dev.keyturn.run.Users.Listed;
import dev.keyturn.settings.Settings;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Reads facts, and looks up the evidence that a decision asks for. */
final class FactsReader {
  private final Ports ports;
  private final Settings settings;
  private final Events events;
  private final Supplier<Reminders> reminders;
  private final Noting noting;
  private final AtomicBoolean saidAccess = new AtomicBoolean();
  private final AtomicBoolean saidUnknown = new AtomicBoolean();

  /**
   * A reader of facts.
   *
   * @param reminders what is remembered of earlier warnings when a decision is taken
   * @param noting what Keyturn has noted then
   */
  FactsReader(
      Ports ports, Settings settings, Events events, Supplier<Reminders> reminders, Noting noting) {
    this.noting = noting;
    this.reminders = reminders;
    this.ports = ports;
    this.settings = settings;
    this.events = events;
  }

  Owner owner(Tags tags) {
    return tags.get(settings.addressTag()).<Owner>map(Owner::of).orElseGet(Owner.Nobody::new);
  }

  /** Whether a user's keys matter: there is an address, or a rotation was begun. */
  boolean concerned(Tags tags) {
    return tags.get(settings.addressTag()).isPresent()
        || !(record(tags) instanceof RotationRecord.None);
  }

  private RotationRecord record(Tags tags) {
    return RotationRecord.read(tags.get(settings.dateTag()), tags.get(settings.oldKeyTag()));
  }

  /** What the tags of a user say. */
  Bearer bearer(Listed listed) {
    Tags tags = listed.tags();
    return new Bearer(
        listed.user(),
        listed.created(),
        owner(tags),
        record(tags),
        tags.haveRoomFor(settings.recordTags()),
        Exemption.read(tags.get(Exemption.TAG)));
  }

  /**
   * The facts of a user whose tags were read.
   *
   * @param uses the last uses of some keys, as reported
   */
  static Facts facts(Bearer user, List<AccessKey> keys, Map<KeyId, LastUse> uses) {
    return new Facts(
        user.user(),
        user.owner(),
        keys,
        user.record(),
        user.roomForRecord(),
        user.exemption(),
        new Evidence(
            uses.entrySet().stream()
                .<Finding>map(use -> new Finding.Reported(use.getKey(), use.getValue()))
                .toList()));
  }

  List<AccessKey> keys(UserName user) {
    return ports.keys().of(user);
  }

  /** All facts of a user that was read before, read afresh; two calls. */
  Facts afresh(Facts before) {
    List<AccessKey> keys = ports.keys().of(before.user());
    Tags tags = ports.users().tags(before.user());
    return facts(before.user(), tags, keys, before.evidence().lasting());
  }

  /** All facts of a user; two calls. */
  Facts of(UserName user) {
    List<AccessKey> keys = ports.keys().of(user);
    return facts(user, ports.users().tags(user), keys, Evidence.none());
  }

  /**
   * The facts of a warning about an only key, whose tags are as they were a moment ago; one call.
   * With two keys that would not do: the second may be of a rotation that began since.
   */
  Facts keysAfresh(Facts before) {
    return new Facts(
        before.user(),
        before.owner(),
        ports.keys().of(before.user()),
        before.record(),
        before.roomForRecord(),
        before.exemption(),
        before.evidence().lasting());
  }

  /**
   * Whether the newest key is one of a run that has just stored its file, though the tags do not
   * show it yet: S3, unlike IAM, shows at once what was written.
   */
  boolean justHandedOver(Facts user, Instant now) {
    AccessKey newest = user.keys().getLast();
    return Settling.mayBeUnseen(newest.created(), now)
        && file(user.user(), newest.id()) == StoredFile.CREDENTIALS;
  }

  /** What lies where a key's file was stored, perhaps under a name that its user had before. */
  StoredFile file(UserName user, KeyId key) {
    UserName stored = noting.now().file(key).map(Notes.File::user).orElse(user);
    return noting.judge(ports.vault().look(stored, key), user, key);
  }

  private Facts facts(UserName user, Tags tags, List<AccessKey> keys, Evidence evidence) {
    return new Facts(
        user,
        owner(tags),
        keys,
        record(tags),
        tags.haveRoomFor(settings.recordTags()),
        Exemption.read(tags.get(Exemption.TAG)),
        evidence);
  }

  /** Decides; where that takes a look at more than keys and tags, looks and decides again. */
  Plan.Decided decide(Facts facts, LocalDate today) {
    noting.active(facts);
    Facts seen = facts.noted(noting.now());
    Decision decision = Planner.decide(seen, settings.policy(), today);
    while (decision instanceof Decision.Look look) {
      seen = seen.with(answer(facts.user(), look.question())).noted(noting.now());
      decision = Planner.decide(seen, settings.policy(), today);
    }
    return new Plan.Decided(seen, reminders.get().on(decision, facts.user(), today));
  }

  private Finding answer(UserName user, Question question) {
    return switch (question) {
      case Question.OfNewKey(KeyId key) ->
          new Finding.NewKey(key, ports.keys().lastUse(user, key), file(user, key));
      case Question.OfOldKey(KeyId key) -> new Finding.OldKey(key, ports.keys().lastUse(user, key));
      case Question.OfAddress(EmailAddress address) ->
          new Finding.Address(address, mailbox(address));
      case Question.OfAccess _ -> new Finding.Access(access(user));
    };
  }

  /** That it cannot be told is said once. */
  private FileAccess access(UserName owner) {
    FileAccess access = ports.permits().toFetch(owner);
    if (access instanceof FileAccess.Unknown unknown && !saidAccess.getAndSet(true)) {
      events.on(new Event.Unchecked("owners' access to their files", unknown.why()));
    }
    return access;
  }

  /** That it cannot be told is said once. */
  private Mailbox mailbox(EmailAddress address) {
    Mailbox mailbox = ports.post().mailbox(address);
    if (mailbox instanceof Mailbox.Unknown unknown && !saidUnknown.getAndSet(true)) {
      events.on(new Event.Unchecked("suppression list", unknown.why()));
    }
    return mailbox;
  }
}
