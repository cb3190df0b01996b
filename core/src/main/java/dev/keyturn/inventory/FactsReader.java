package dev.keyturn.inventory;

import dev.keyturn.event.Event;
import dev.keyturn.event.Events;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Evidence;
import dev.keyturn.facts.Evidence.Finding;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.FileAccess;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.StoredFile;
import dev.keyturn.facts.Tags;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Question;
import dev.keyturn.port.Consistency;
import dev.keyturn.port.Ports;
import dev.keyturn.port.Users.Listed;
import dev.keyturn.settings.Settings;
import dev.keyturn.state.NoteStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads facts, and looks up the evidence that a decision asks for. */
public final class FactsReader {
  private final Ports ports;
  private final Settings settings;
  private final Events events;
  private final NoteStore noting;
  private final AtomicBoolean saidAccess = new AtomicBoolean();
  private final AtomicBoolean saidUnknown = new AtomicBoolean();

  /**
   * A reader of facts.
   *
   * @param noting what Keyturn has noted then
   */
  public FactsReader(Ports ports, Settings settings, Events events, NoteStore noting) {
    this.noting = noting;
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
  TaggedUser bearer(Listed listed) {
    Tags tags = listed.tags();
    return new TaggedUser(
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
  public static Facts facts(TaggedUser user, List<AccessKey> keys, Map<KeyId, LastUse> uses) {
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

  public List<AccessKey> keys(UserName user) {
    return ports.keys().of(user);
  }

  /** All facts of a user that was read before, read afresh; two calls. */
  public Facts afresh(Facts before) {
    List<AccessKey> keys = ports.keys().of(before.user());
    Tags tags = ports.users().tags(before.user());
    return facts(before.user(), tags, keys, before.evidence().lasting());
  }

  /** All facts of a user; two calls. */
  public Facts of(UserName user) {
    List<AccessKey> keys = ports.keys().of(user);
    return facts(user, ports.users().tags(user), keys, Evidence.none());
  }

  /**
   * The facts of a warning about an only key, whose tags are as they were a moment ago; one call.
   * With two keys that would not do: the second may be of a rotation that began since.
   */
  public Facts keysAfresh(Facts before) {
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
  public boolean justHandedOver(Facts user, Instant now) {
    AccessKey newest = user.keys().getLast();
    return Consistency.mayBeUnseen(newest.created(), now)
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

  /** Looks up what a decision needs beyond keys and tags. */
  public Finding answer(UserName user, Question question) {
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
