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
import dev.keyturn.facts.Quarantine;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.StoredFile;
import dev.keyturn.facts.Tags;
import dev.keyturn.facts.Thresholds;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Question;
import dev.keyturn.port.Consistency;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Ports;
import dev.keyturn.port.Users.Listed;
import dev.keyturn.settings.Settings;
import dev.keyturn.state.NoteStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Reads facts, and looks up the evidence that a decision asks for. */
public final class FactsReader {
  private final Ports ports;
  private final Settings settings;
  private final Events events;
  private final NoteStore notes;
  private final AtomicBoolean saidAccess = new AtomicBoolean();
  private final AtomicBoolean saidPolicies = new AtomicBoolean();
  private final AtomicBoolean saidUnknown = new AtomicBoolean();
  private final AtomicBoolean saidUses = new AtomicBoolean();

  /**
   * A reader of facts.
   *
   * @param notes the notes of Keyturn
   */
  public FactsReader(Ports ports, Settings settings, Events events, NoteStore notes) {
    this.notes = notes;
    this.ports = ports;
    this.settings = settings;
    this.events = events;
  }

  Owner owner(Tags tags) {
    return tags.get(settings.addressTag()).<Owner>map(Owner::of).orElseGet(Owner.None::new);
  }

  /** Whether a user's keys matter: the user has an address, a rotation, or an exposed key. */
  boolean concerned(Listed listed) {
    return listed.quarantine().isPresent()
        || notes.now().exposed(listed.user())
        || managed(listed.tags());
  }

  /** Whether a user has an address or a rotation. */
  boolean managed(Tags tags) {
    return tags.get(settings.addressTag()).isPresent()
        || !(record(tags) instanceof RotationRecord.None);
  }

  private RotationRecord record(Tags tags) {
    return RotationRecord.read(tags.get(settings.dateTag()), tags.get(settings.oldKeyTag()));
  }

  /** Reads the tags of a user. */
  TaggedUser taggedUser(Listed listed) {
    Tags tags = listed.tags();
    return new TaggedUser(
        listed.user(),
        listed.created(),
        owner(tags),
        record(tags),
        tags.haveRoomFor(settings.recordTags()),
        Exemption.read(tags.get(Exemption.TAG)),
        Thresholds.read(tags),
        listed.quarantine());
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
        user.thresholds(),
        new Evidence(
            Stream.<Finding>concat(
                    findings(user.quarantine()).stream(),
                    uses.entrySet().stream()
                        .map(use -> new Finding.Reported(use.getKey(), use.getValue())))
                .toList()));
  }

  public List<AccessKey> keys(UserName user) {
    return ports.keys().of(user);
  }

  /** Reads all facts of a user again; two calls. */
  public Facts reread(Facts before) {
    List<AccessKey> keys = ports.keys().of(before.user());
    Tags tags = ports.users().tags(before.user());
    return facts(before.user(), tags, keys, before.evidence().lasting());
  }

  /** Reads all facts of a user; three calls. */
  public Facts of(UserName user) {
    List<AccessKey> keys = ports.keys().of(user);
    Evidence evidence = new Evidence(findings(quarantine(user)));
    return facts(user, ports.users().tags(user), keys, evidence);
  }

  private static List<Finding> findings(Optional<Quarantine> quarantine) {
    return quarantine.stream().<Finding>map(Finding.Quarantined::new).toList();
  }

  /** Whether AWS has found a key of a user in public; a missing answer is reported, not taken. */
  Optional<Quarantine> quarantine(UserName user) {
    try {
      return ports.users().quarantine(user);
    } catch (PortFailure failure) {
      if (failure.kind() == PortFailure.Kind.NOT_FOUND) {
        throw failure;
      }
      if (!saidPolicies.getAndSet(true)) {
        events.on(new Event.Unchecked("AWS's quarantine of users", failure.message()));
      }
      return Optional.empty();
    }
  }

  /**
   * Reads the keys again and keeps the tags, for a warning about an only key; one call. With two
   * keys, the tags must be read too: the second key may belong to a rotation that started since.
   */
  public Facts rereadKeys(Facts before) {
    return new Facts(
        before.user(),
        before.owner(),
        ports.keys().of(before.user()),
        before.record(),
        before.roomForRecord(),
        before.exemption(),
        before.thresholds(),
        before.evidence().lasting());
  }

  /**
   * Whether another run has just stored the file of the newest key, although the tags do not show
   * the rotation yet: S3, unlike IAM, is strongly consistent.
   */
  public boolean justHandedOver(Facts user, Instant now) {
    AccessKey newest = user.keys().getLast();
    return Consistency.mayBeUnseen(newest.created(), now)
        && file(user.user(), newest.id()) == StoredFile.CREDENTIALS;
  }

  /** The object where a key's file was stored, possibly under a former name of its user. */
  StoredFile file(UserName user, KeyId key) {
    UserName stored = notes.now().file(key).map(Notes.File::user).orElse(user);
    return notes.judge(
        ports.credentialStore().look(stored, key, notes.now().delivery(user, key)), user, key);
  }

  private Facts facts(UserName user, Tags tags, List<AccessKey> keys, Evidence evidence) {
    return new Facts(
        user,
        owner(tags),
        keys,
        record(tags),
        tags.haveRoomFor(settings.recordTags()),
        Exemption.read(tags.get(Exemption.TAG)),
        Thresholds.read(tags),
        evidence);
  }

  /** Looks up what a decision needs in addition to keys and tags. */
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

  /**
   * The same facts, with the last use of some keys; one call for each key. A missing answer is
   * reported, not taken.
   */
  public Facts withUses(Facts user, List<AccessKey> keys) {
    Facts seen = user;
    for (AccessKey key : keys) {
      try {
        seen =
            seen.with(new Finding.Reported(key.id(), ports.keys().lastUse(user.user(), key.id())));
      } catch (PortFailure failure) {
        if (!saidUses.getAndSet(true)) {
          events.on(new Event.Unchecked("the last use of keys", failure.message()));
        }
      }
    }
    return seen;
  }

  /** Reports an unknown answer once per run. */
  private FileAccess access(UserName owner) {
    FileAccess access = ports.permissions().toFetch(owner);
    if (access instanceof FileAccess.Unknown unknown && !saidAccess.getAndSet(true)) {
      events.on(new Event.Unchecked("owners' access to their files", unknown.why()));
    }
    return access;
  }

  /** Reports an unknown answer once per run. */
  private Mailbox mailbox(EmailAddress address) {
    Mailbox mailbox = ports.mailer().mailbox(address);
    if (mailbox instanceof Mailbox.Unknown unknown && !saidUnknown.getAndSet(true)) {
      events.on(new Event.Unchecked("suppression list", unknown.why()));
    }
    return mailbox;
  }
}
