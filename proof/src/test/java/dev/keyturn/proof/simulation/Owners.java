package dev.keyturn.proof.simulation;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.HandOver;
import dev.keyturn.proof.simulation.TagRecord.Phase;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.LastUse;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The owners of keys. The judge is notified of each act. */
final class Owners {
  /** Random acts; all others follow from earlier events. */
  private static final List<Act> WHIMS =
      List.of(
          Act.MAKE_KEY,
          Act.MAKE_KEY,
          Act.DELETE_KEY,
          Act.DELETE_KEY,
          Act.ACTIVATE_KEY,
          Act.DEACTIVATE_KEY,
          Act.ACTIVATE_KEY,
          Act.DEACTIVATE_KEY,
          Act.USE_NEW_KEY,
          Act.USE_OLD_KEY,
          Act.FETCH_FILE,
          Act.REMOVE_FILE,
          Act.CHANGE_ADDRESS,
          Act.SPOIL_ADDRESS,
          Act.DROP_ADDRESS,
          Act.FILL_TAGS,
          Act.FREE_TAGS,
          Act.DROP_RECORD,
          Act.HALVE_RECORD,
          Act.SPOIL_RECORD,
          Act.DATE_RECORD,
          Act.RESPELL_RECORD,
          Act.EXEMPT,
          Act.EXEMPT,
          Act.SPOIL_EXEMPTION,
          Act.DROP_EXEMPTION,
          Act.SUPPRESS_ADDRESS,
          Act.FREE_ADDRESS,
          Act.PUT_IN_ORDER,
          Act.LEAVE,
          Act.JOIN);

  private final Scene scene;
  private final Dice dice;
  private final Account account;
  private final Settings settings;

  /** The daily probabilities of using a key, fetching a file, and a random act. */
  private final double diligence;

  private final double whims;

  /** The daily probability of using an old key in its grace period. */
  private final double clinging;

  private int joined;

  Owners(Scene scene) {
    this.scene = scene;
    this.dice = scene.dice().split();
    this.account = scene.account();
    this.settings = scene.settings();
    this.diligence = dice.one(List.of(0.0, 0.05, 0.3, 0.8));
    this.whims = dice.one(List.of(0.0, 0.005, 0.02, 0.06));
    this.clinging = dice.one(List.of(0.0, 0.0, 0.1, 0.6));
  }

  /** The acts of an ordinary day. */
  void day() {
    for (UserStory user : List.copyOf(scene.judge().users.values())) {
      if (dice.chance(diligence)) {
        act(user, dice.chance(0.5) ? Act.FETCH_FILE : Act.USE_NEW_KEY);
      }
      if (user.record.phase() == Phase.ROTATED && dice.chance(clinging)) {
        act(user, Act.USE_OLD_KEY);
      }
      if (dice.chance(diligence / 8)) {
        act(user, Act.PUT_IN_ORDER);
      }
      if (dice.chance(whims)) {
        whim(user);
      }
    }
    if (scene.judge().users.isEmpty() && dice.chance(0.1)) {
      join();
    }
  }

  /** Whether an owner performs random acts. */
  boolean haveWhims() {
    return whims > 0;
  }

  /** A random act at this moment. */
  void surprise() {
    List<UserStory> all = List.copyOf(scene.judge().users.values());
    if (!all.isEmpty() && !scene.judge().broken()) {
      whim(dice.one(all));
    }
  }

  private void whim(UserStory user) {
    act(user, dice.one(WHIMS));
  }

  private void act(UserStory user, Act act) {
    if (done(user, act)) {
      scene.tally().count(act);
      scene.tell(() -> "the owner of " + user.name + " did " + act);
      scene.judge().afterOwner();
    }
  }

  private boolean done(UserStory user, Act act) {
    return switch (act) {
      case MAKE_KEY -> user.keys.size() < 2 && make(user);
      case DELETE_KEY -> any(user.keys).map(key -> delete(user, key)).orElse(false);
      case ACTIVATE_KEY -> set(user, false, AccessKey.Status.ACTIVE);
      case DEACTIVATE_KEY -> set(user, true, AccessKey.Status.INACTIVE);
      case USE_NEW_KEY -> use(user.keys.reversed());
      case USE_OLD_KEY -> use(user.keys);
      case FETCH_FILE -> withFile(user).map(this::fetch).orElse(false);
      case REMOVE_FILE -> withFile(user).map(this::removeFile).orElse(false);
      case CHANGE_ADDRESS ->
          tag(user, settings.addressTag(), "new." + dice.below(9) + Company.address(user.name));
      case SPOIL_ADDRESS -> tag(user, settings.addressTag(), dice.one(List.of("", "me", "a@b")));
      case DROP_ADDRESS ->
          user.tags.containsKey(UserStory.fold(settings.addressTag()))
              && untag(user, List.of(settings.addressTag()));
      case FILL_TAGS -> fill(user);
      case FREE_TAGS -> free(user);
      case DROP_RECORD ->
          user.record.phase() != Phase.NONE
              && untag(user, List.of(settings.dateTag(), settings.oldKeyTag()));
      case HALVE_RECORD ->
          user.record.phase() != Phase.NONE
              && untag(user, List.of(dice.one(List.of(settings.dateTag(), settings.oldKeyTag()))));
      case SPOIL_RECORD ->
          user.record.phase() != Phase.NONE
              && tag(
                  user,
                  settings.dateTag(),
                  dice.one(List.of("", "soon", "2026-13-01", "9999-01-01")));
      case DATE_RECORD -> any(user.keys).map(key -> date(user, key)).orElse(false);
      case RESPELL_RECORD -> respell(user);
      case EXEMPT ->
          exempt(
              user,
              scene.timeline().today().plusDays(dice.between(-2, 25))
                  + dice.one(List.of(" a freeze", "  migrating the data lake ")));
      case SPOIL_EXEMPTION ->
          dice.chance(0.3)
              && exempt(
                  user,
                  dice.one(
                      List.of(
                          "", "2027-01-31", "2027-02-30 no such day", "soon says Bob", "true")));
      case DROP_EXEMPTION -> user.tags.containsKey(Exempt.TAG) && untag(user, List.of(Exempt.TAG));
      case SUPPRESS_ADDRESS -> suppress(user);
      case FREE_ADDRESS -> scene.judge().deaf(user) && unsuppress(user);
      case PUT_IN_ORDER -> putInOrder(user);
      case LEAVE -> leave(user);
      case JOIN -> join();
    };
  }

  private boolean exempt(UserStory user, String value) {
    return tag(user, dice.chance(0.8) ? Exempt.TAG : "Keyturn-Exempt", value);
  }

  private boolean suppress(UserStory user) {
    if (user.address.isEmpty() || scene.judge().deaf(user)) {
      return false;
    }
    account.mailroom(Scene.REGION).suppress(user.address, dice.one(List.of("BOUNCE", "COMPLAINT")));
    user.deafened = scene.timeline().instant();
    return true;
  }

  private boolean unsuppress(UserStory user) {
    account.mailroom(Scene.REGION).unsuppress(user.address);
    return true;
  }

  private <T> Optional<T> any(List<T> of) {
    return of.isEmpty() ? Optional.empty() : Optional.of(dice.one(of));
  }

  private boolean make(UserStory user) {
    account.keys().create(user.name);
    return true;
  }

  private boolean delete(UserStory user, AccessKey key) {
    account.keys().delete(user.name, key.id());
    return true;
  }

  private boolean set(UserStory user, boolean active, AccessKey.Status next) {
    Optional<AccessKey> key = any(user.keys.stream().filter(k -> k.active() == active).toList());
    key.ifPresent(k -> account.keys().update(user.name, k.id(), next));
    return key.isPresent();
  }

  private boolean use(List<AccessKey> inThisOrder) {
    Optional<AccessKey> key =
        inThisOrder.stream().filter(k -> k.active() && scene.judge().key(k.id()).known).findFirst();
    key.ifPresent(
        k ->
            account
                .keys()
                .recordUse(k.id(), new LastUse.At(scene.timeline().instant(), Scene.REGION, "s3")));
    return key.isPresent();
  }

  /** A key with a file that was announced to its owner. */
  private Optional<KeyStory> withFile(UserStory user) {
    return any(
        scene.judge().keysOf(user).stream()
            .filter(key -> key.stored && !key.announced.equals(KeyStory.NEVER))
            .filter(key -> scene.judge().hasFile(user.name, key.id))
            .toList());
  }

  private boolean fetch(KeyStory key) {
    boolean readable =
        Optional.ofNullable(scene.judge().users.get(key.user))
            .flatMap(user -> user.key(key.id))
            .map(truth -> scene.judge().readable(key.user, truth))
            .orElse(false);
    if (key.known || !readable) {
      return false;
    }
    key.known = true;
    if (dice.chance(0.5)) {
      removeFile(key);
    }
    return true;
  }

  private boolean removeFile(KeyStory key) {
    account
        .buckets()
        .delete(Scene.BUCKET, HandOver.objectKey(new UserName(key.user), new KeyId(key.id)));
    return true;
  }

  private boolean tag(UserStory user, String key, String value) {
    if (!user.tags.containsKey(UserStory.fold(key)) && user.tags.size() >= 50) {
      return false;
    }
    account.users().tag(user.name, List.of(new Tag(key, value)));
    return true;
  }

  private boolean untag(UserStory user, List<String> keys) {
    account.users().untag(user.name, keys);
    return true;
  }

  private boolean fill(UserStory user) {
    List<Tag> tags = new ArrayList<>();
    int most = dice.between(48, 50);
    for (int i = 0; user.tags.size() + tags.size() < most; i++) {
      if (!user.tags.containsKey("t" + i)) {
        tags.add(new Tag("t" + i, "x"));
      }
    }
    if (tags.isEmpty()) {
      return false;
    }
    account.users().tag(user.name, tags);
    return true;
  }

  private boolean free(UserStory user) {
    List<String> own = user.tags.keySet().stream().filter(key -> key.matches("t\\d+")).toList();
    return !own.isEmpty() && untag(user, own);
  }

  private boolean date(UserStory user, AccessKey key) {
    if (user.tags.size() > 48) {
      return false;
    }
    String day = scene.timeline().today().minusDays(dice.between(-1, 20)).toString();
    account
        .users()
        .tag(
            user.name,
            List.of(new Tag(settings.dateTag(), day), new Tag(settings.oldKeyTag(), key.id())));
    return true;
  }

  /** The same record under keys in another case. */
  private boolean respell(UserStory user) {
    if (!user.record.underWay()) {
      return false;
    }
    String date = user.tags.getOrDefault(UserStory.fold(settings.dateTag()), "");
    account
        .users()
        .tag(
            user.name,
            List.of(
                new Tag(settings.dateTag().toUpperCase(Locale.ROOT), date),
                new Tag(settings.oldKeyTag().toUpperCase(Locale.ROOT), user.record.oldKey())));
    return true;
  }

  private boolean putInOrder(UserStory user) {
    if (user.record.phase() == Phase.UNREADABLE) {
      return untag(user, List.of(settings.dateTag(), settings.oldKeyTag()));
    }
    if (user.address.isEmpty()) {
      return tag(user, settings.addressTag(), Company.address(user.name));
    }
    if (scene.judge().deaf(user)) {
      return unsuppress(user);
    }
    if (!user.exempt.readable()) {
      return untag(user, List.of(Exempt.TAG));
    }
    if (user.tags.size() > 48) {
      return free(user);
    }
    Optional<AccessKey> off = user.keys.stream().filter(key -> !key.active()).findFirst();
    if (user.keys.size() == 2 && user.record.phase() == Phase.NONE) {
      return delete(user, off.orElseGet(user.keys::getFirst));
    }
    if (user.keys.isEmpty()) {
      return make(user);
    }
    return user.keys.stream().noneMatch(AccessKey::active)
        && set(user, false, AccessKey.Status.ACTIVE);
  }

  private boolean leave(UserStory user) {
    if (dice.chance(0.8)) {
      return false;
    }
    user.keys.forEach(key -> account.keys().delete(user.name, key.id()));
    account
        .users()
        .get(user.name)
        .attachedPolicies()
        .forEach(policy -> account.policies().detach(user.name, policy));
    account.users().delete(user.name);
    return true;
  }

  private boolean join() {
    if (scene.judge().users.size() >= 4) {
      return false;
    }
    String name = "joiner" + ++joined;
    account
        .users()
        .create(name, "/", List.of(new Tag(settings.addressTag(), Company.address(name))));
    account.keys().create(name);
    scene.tell(() -> name + " joins");
    scene.judge().afterOwner();
    return true;
  }

  /** The longest lag until all reads show an owner's act. */
  static Duration soon(Dice dice) {
    return dice.skewed(Duration.ofMinutes(10).toMillis());
  }
}
