package dev.keyturn.proof.simulation;

import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.Mail;
import dev.keyturn.port.HandOver;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.User;
import dev.keyturn.sandbox.objects.StoredObject;
import dev.keyturn.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Watches an account and checks each change against the promises. It knows keys, tags, objects,
 * mails and the actor of each change; it does not use the planner.
 */
final class Judge {
  final Settings settings;
  final Timeline timeline;
  final Account account;
  final Tally tally;
  final Map<String, UserStory> users = new TreeMap<>();
  final Map<String, KeyStory> keys = new HashMap<>();

  /** The last order of administrators for each key. */
  final Map<String, Orders.Given> orders = new HashMap<>();

  /** The keys that administrators have ever ordered to shut out. */
  final Set<String> onceCompromised = new HashSet<>();

  /** The keys that runs were about to create, by the old key, in every version of their notes. */
  private final Map<String, Set<Noted.Creating>> creating = new HashMap<>();

  /** The notes as a run last wrote them, whatever an adversary made of them. */
  private Noted notes = Noted.read("");

  /** The longest lag of a read. */
  Duration lag = Duration.ZERO;

  /** What the adversary may do. */
  Set<Power> powers = Power.NONE;

  private final KeyRules keyRules = new KeyRules(this);
  private final RecordRules recordRules = new RecordRules(this);
  private final MailRules mailRules = new MailRules(this);
  final FactRules facts = new FactRules(this);
  final RestraintRules restraints = new RestraintRules(this);
  final UnusedRules unused;
  final NoticeRules notices;
  final ReminderRules reminders;
  private Optional<Violation> violation = Optional.empty();

  Judge(Settings settings, Timeline timeline, Account account, Tally tally) {
    this.settings = settings;
    this.timeline = timeline;
    this.account = account;
    this.tally = tally;
    this.reminders = new ReminderRules(this);
    this.unused = new UnusedRules(this);
    this.notices = new NoticeRules(this);
  }

  boolean broken() {
    return violation.isPresent();
  }

  /** Throws the first violation, even if other code caught it. */
  void raise() {
    violation.ifPresent(
        found -> {
          throw found;
        });
  }

  void demand(boolean kept, Supplier<String> what) {
    if (!kept && violation.isEmpty()) {
      Violation found = new Violation(timeline.instant() + " " + what.get());
      violation = Optional.of(found);
      throw found;
    }
  }

  /** The same; counts the excuse if the promise is not kept exactly. */
  void demand(boolean kept, Excuse excuse, boolean excused, Supplier<String> what) {
    if (!kept && excused) {
      tally.count(excuse);
    } else {
      demand(kept, what);
    }
  }

  /**
   * The same, for a step that is wrong by the record: an adversary's record is an excuse, because
   * {@link FactRules} check the step against facts that cannot be forged.
   */
  void demandByRecord(
      UserStory user, boolean kept, Excuse excuse, boolean excused, Supplier<String> what) {
    boolean forged = powers.contains(Power.TAGS) && !user.meddled.equals(Instant.MIN);
    demand(kept, excused ? excuse : Excuse.RECORD_FORGED, excused || forged, what);
  }

  Instant now() {
    return timeline.instant();
  }

  /**
   * Whether something happened after a read that lagged as far as any did. An adversary acts at the
   * instant of a read, before its reply.
   */
  boolean since(Instant happened, Instant readAt) {
    return !happened.equals(Instant.MIN)
        && !happened.isBefore(readAt.equals(Instant.MIN) ? readAt : readAt.minus(lag));
  }

  KeyStory key(String id) {
    return Optional.ofNullable(keys.get(id))
        .orElseThrow(() -> new IllegalStateException("a key out of nothing: " + id));
  }

  /** Whether SES drops mails to this user. */
  boolean deaf(UserStory user) {
    return !user.address.isEmpty()
        && account.mailroom(Scene.REGION).suppressed().stream()
            .anyMatch(entry -> entry.address().equalsIgnoreCase(user.address));
  }

  List<KeyStory> keysOf(UserStory user) {
    return user.keys.stream().map(key -> key(key.id())).toList();
  }

  /** The file of a key: that for an administrator, or that for its owner. */
  Optional<StoredObject> file(String user, String key) {
    return file(user, key, Delivery.ADMINISTRATOR).or(() -> file(user, key, Delivery.OWNER));
  }

  private Optional<StoredObject> file(String user, String key, Delivery delivery) {
    return account
        .buckets()
        .find(Scene.BUCKET, HandOver.objectKey(new UserName(user), new KeyId(key), delivery));
  }

  boolean ordered(String key) {
    return orders.containsKey(key);
  }

  /**
   * Whether a key is to be shut out once its successor is announced. An adversary can restore notes
   * with an earlier order.
   */
  boolean compromised(String key) {
    return (notesTouched() && onceCompromised.contains(key))
        || Optional.ofNullable(orders.get(key)).map(Orders.Given::compromised).orElse(false);
  }

  /**
   * Whether a key is compromised, and a run has stored and announced one that is active beside, or
   * that the owner may have changed since this run read the keys.
   */
  boolean shutOut(Machine machine, UserStory user, KeyStory key) {
    boolean changed = since(user.acted, machine.shown(new UserName(user.name)).keysAt);
    return compromised(key.id)
        && keys.values().stream()
            .anyMatch(
                other ->
                    other.user.equals(user.name)
                        && other.ours
                        && other.stored
                        && !other.announced.equals(KeyStory.NEVER)
                        && (changed || user.on(other.id)));
  }

  /** Whether an adversary can restore earlier notes of Keyturn, or damage and delete them. */
  boolean notesTouched() {
    return powers.contains(Power.DAMAGE) || powers.contains(Power.FORGERY);
  }

  /** A run wrote its notes. */
  void noted(String text) {
    notes = Noted.read(text);
    notes
        .creating()
        .forEach((old, noted) -> creating.computeIfAbsent(old, _ -> new HashSet<>()).add(noted));
    users.values().forEach(keyRules::covered);
  }

  /** Whether the notes that runs write say that one made this key, or was about to. */
  boolean isNoted(KeyStory key) {
    return notes.created(key, key.madeFor);
  }

  /** Whether a run has ever noted that it was about to make a key like this for an old one. */
  boolean wasToMake(KeyStory key, String oldKey) {
    return creating.getOrDefault(oldKey, Set.of()).stream().anyMatch(noted -> noted.fits(key));
  }

  /** The successor of a compromised key is not stored where that key could read it. */
  void delivered(Machine machine, HandOver handOver) {
    UserStory user = users.get(handOver.user().value());
    key(handOver.key().value()).forAdministrator = handOver.delivery() == Delivery.ADMINISTRATOR;
    if (user != null && handOver.delivery() == Delivery.OWNER) {
      demand(
          notesTouched()
              || user.keys.stream()
                  .flatMap(key -> Optional.ofNullable(orders.get(key.id())).stream())
                  .noneMatch(given -> given.stands(machine.began)),
          () -> "stored for the owner, beside a compromised key: " + handOver.key());
    }
  }

  /** Whether the secret of a key can be read in its file. */
  boolean readable(String user, AccessKey key) {
    return file(user, key.id())
        .filter(object -> object.content().text().contains(key.secret().reveal()))
        .isPresent();
  }

  boolean hasFile(String user, String key) {
    return file(user, key).filter(object -> object.content().length() > 0).isPresent();
  }

  /** Reads the account at the start, and after a change that no run made. */
  void afterOwner() {
    List<User> truth = account.users().truth();
    TreeSet<String> left = new TreeSet<>(users.keySet());
    for (User user : truth) {
      left.remove(user.name());
      ownerChanged(users.computeIfAbsent(user.name(), UserStory::new), user);
    }
    for (String name : left) {
      Optional.ofNullable(users.remove(name))
          .ifPresent(gone -> gone.keys.forEach(key -> key(key.id()).gone = byOwner()));
    }
  }

  private static KeyStory.Gone byOwner() {
    return KeyStory.Gone.BY_ITS_OWNER;
  }

  private void ownerChanged(UserStory user, User truth) {
    List<AccessKey> before = user.keys;
    TagRecord record = user.record;
    String address = user.address;
    Exempt exempt = user.exempt;
    user.see(truth, settings);
    for (AccessKey key : user.keys) {
      keys.computeIfAbsent(key.id(), id -> new KeyStory(id, user.name, false, key.created()));
    }
    offs(user, before);
    boolean keysChanged =
        before.size() != user.keys.size()
            || before.stream().anyMatch(key -> user.on(key.id()) != key.active());
    for (AccessKey key : before) {
      if (user.key(key.id()).isEmpty()) {
        key(key.id()).gone = byOwner();
      }
    }
    if (keysChanged) {
      user.acted = now();
    }
    if (!address.equals(user.address)) {
      user.moved = now();
    }
    if (!exempt.equals(user.exempt)) {
      user.exempted = now();
    }
    boolean meddled = !record.equals(user.record);
    if (meddled) {
      user.meddled = now();
      if (user.record.underWay() && keys.containsKey(user.record.oldKey())) {
        KeyStory old = key(user.record.oldKey());
        old.forged = user.record.day().isBefore(old.forged) ? user.record.day() : old.forged;
      }
    }
    if (meddled || (keysChanged && record.underWay() && !user.on(record.oldKey()))) {
      forsake(user);
    }
  }

  private void offs(UserStory user, List<AccessKey> before) {
    for (AccessKey key : before) {
      if (key.active() && user.off(key.id())) {
        key(key.id()).wentOff = timeline.today();
      }
    }
  }

  /** The rotation of this user may remain unfinished. */
  void forsake(UserStory user) {
    for (KeyStory key : keysOf(user)) {
      key.forsaken |= key.ours && key.announced.equals(KeyStory.NEVER);
    }
  }

  /** Checks the account after a run's call. */
  void afterRun(Machine machine, Call verb, String name) {
    if (broken()) {
      return;
    }
    beginWrite(machine, verb, name);
    for (User truth : account.users().truth()) {
      UserStory user =
          Optional.ofNullable(users.get(truth.name()))
              .orElseThrow(() -> new IllegalStateException("a user out of nothing"));
      List<AccessKey> keysBefore = user.keys;
      Map<String, String> tagsBefore = user.tags;
      TagRecord recordBefore = user.record;
      user.see(truth, settings);
      offs(user, keysBefore);
      boolean changed = !keysBefore.equals(user.keys) || !tagsBefore.equals(user.tags);
      demand(
          !changed || user.name.equals(name),
          () -> "%s of %s changed %s".formatted(verb, name, user.name));
      if (changed) {
        keyRules.changed(machine, verb, user, keysBefore);
        recordRules.changed(machine, verb, user, tagsBefore, recordBefore);
        keyRules.covered(user);
      }
    }
  }

  private void beginWrite(Machine machine, Call verb, String name) {
    demand(!machine.planning, () -> "a plan must write nothing: " + verb);
    machine.did.computeIfAbsent(name, _ -> new TreeSet<>()).add(verb);
    mayWrite(machine, verb, name);
  }

  /** No write to users without an address. */
  private void mayWrite(Machine machine, Call verb, String name) {
    UserStory user = users.get(name);
    if (user == null || !user.address.isEmpty()) {
      return;
    }
    Shown shown = machine.shown(new UserName(name));
    Map<String, String> tags = folded(shown.tags);
    demand(
        false,
        Excuse.OWNER_DROPPED_THE_ADDRESS,
        !UserStory.address(tags, settings).isEmpty() && since(user.moved, shown.tagsAt),
        () -> "%s: %s of %s, who has no address".formatted(machine.name, verb, name));
  }

  private static Map<String, String> folded(Map<String, String> shown) {
    Map<String, String> tags = new HashMap<>();
    shown.forEach((key, value) -> tags.put(UserStory.fold(key), value));
    return tags;
  }

  /** The record in the tags that a run was shown. */
  TagRecord record(Map<String, String> shown) {
    return TagRecord.read(
        folded(shown), UserStory.fold(settings.dateTag()), UserStory.fold(settings.oldKeyTag()));
  }

  /** At most two tags of ours, and at most 50 in total. */
  void beforeTagging(Machine machine, String name, Map<String, String> tags) {
    UserStory user = users.get(name);
    if (user == null) {
      return;
    }
    List<String> missing = new ArrayList<>();
    for (String key : tags.keySet()) {
      demand(
          key.equals(settings.dateTag()) || key.equals(settings.oldKeyTag()),
          () -> "a tag that is none of the two: " + key);
      if (!user.tags.containsKey(UserStory.fold(key))) {
        missing.add(key);
      }
    }
    Shown shown = machine.shown(new UserName(name));
    demand(
        user.tags.size() + missing.size() <= 50,
        Excuse.OWNER_FILLED_THE_TAGS,
        shown.tags.size() < user.tags.size() || since(user.meddled, shown.tagsAt),
        () -> "%s: more than 50 tags for %s".formatted(machine.name, name));
  }

  /** A put, which must never replace anything under its name. */
  <T> T putting(
      Machine machine, Call verb, UserName user, KeyId key, Delivery delivery, Supplier<T> put) {
    Optional<StoredObject> before = file(user.value(), key.value(), delivery);
    try {
      return put.get();
    } finally {
      beginWrite(machine, verb, user.value());
      Optional<StoredObject> after = file(user.value(), key.value(), delivery);
      if (before.isPresent()) {
        demand(before.equals(after), () -> verb + " replaced an object of " + key);
      } else if (after.isPresent() && verb == Call.STORE_FILE) {
        keyRules.stored(key(key.value()), after.get());
      }
    }
  }

  /** Notes that a run sends a mail; returns the key that the mail announces. */
  Optional<KeyStory> sending(Machine machine, Mail mail) {
    Optional<KeyStory> announced =
        MailRules.newKey(machine.notices.get(Integer.parseInt(mail.text())))
            .flatMap(id -> Optional.ofNullable(keys.get(id.value())));
    announced.ifPresent(
        key -> {
          key.mailedBy.add(machine.name);
          machine.refused.remove(key.id);
        });
    return announced;
  }

  void mailed(Machine machine, Mail mail) {
    if (!broken()) {
      mailRules.mailed(machine, mail);
    }
  }

  void see(Machine machine, Call verb, String name) {
    beginWrite(machine, verb, name);
  }
}
