package dev.keyturn.proof.simulation;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.HandOver;
import dev.keyturn.proof.model.ModelPorts;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.objects.Condition;
import dev.keyturn.sandbox.objects.Listing;
import dev.keyturn.sandbox.objects.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes what Keyturn reads: tags, files and state, as far as its {@link Power} allows. It knows
 * the names of all keys and objects and remembers what it read, but knows no secrets.
 */
final class Adversary {
  /** The number of earlier versions of records and objects that it keeps. */
  private static final int MEMORY = 40;

  /** The probability of an act right after one of these calls. */
  private static final double AT_ONCE = 0.1;

  private static final double BETWEEN_CALLS = 0.002;

  /** Longer than any object of Keyturn's. */
  private static final Bytes OVERSIZE = Bytes.of("x".repeat(ModelPorts.LONGEST + 1));

  private final Scene scene;
  private final Dice dice;
  private final Set<Power> powers;
  private final List<Attack> attacks;

  /** The probability of an act on a day. */
  private final double zeal;

  private final List<List<Tag>> records = new ArrayList<>();
  private final List<StoredObject> objects = new ArrayList<>();
  private boolean active = true;

  Adversary(Scene scene, Dice dice, Set<Power> powers) {
    this.scene = scene;
    this.dice = dice;
    this.powers = powers;
    this.attacks =
        Stream.of(Attack.values()).filter(attack -> powers.contains(attack.power)).toList();
    this.zeal = dice.one(List.of(0.02, 0.1, 0.4));
  }

  /** Ends all acts. */
  void stop() {
    active = false;
  }

  /** The acts of a day, besides those between the calls of a run. */
  void day() {
    if (attacks.isEmpty()) {
      return;
    }
    remember();
    if (dice.chance(zeal)) {
      act(dice.one(attacks));
    }
  }

  /** Called when a run's call took effect, before the run knows the outcome. */
  void after(Call verb) {
    if (!active || attacks.isEmpty() || scene.judge().broken()) {
      return;
    }
    boolean worthwhile = verb == Call.CREATE_KEY || verb == Call.STORE_FILE || verb == Call.TAG;
    if (dice.chance(worthwhile ? AT_ONCE * zeal : BETWEEN_CALLS * zeal)) {
      remember();
      act(
          verb == Call.CREATE_KEY && powers.contains(Power.FILES)
              ? dice.one(List.of(Attack.WRITE_JUNK, Attack.WRITE_LOOKALIKE, Attack.EMPTY_FILE))
              : dice.one(attacks));
    }
  }

  private void act(Attack attack) {
    List<UserStory> users = List.copyOf(scene.judge().users.values());
    if (!users.isEmpty() && done(dice.one(users), attack)) {
      scene.tally().count(attack);
      scene.tell(() -> "the adversary did " + attack);
      scene.judge().afterOwner();
    }
  }

  private boolean done(UserStory user, Attack attack) {
    return switch (attack) {
      case WRITE_RECORD -> record(user).map(tags -> tag(user, tags)).orElse(false);
      case WRITE_RECORD_AND_ADDRESS ->
          record(user)
              .map(
                  tags ->
                      tag(user, Stream.concat(tags.stream(), Stream.of(address(user))).toList()))
              .orElse(false);
      case COPY_RECORD ->
          any(List.copyOf(scene.judge().users.values()))
              .map(other -> recordOf(other))
              .map(tags -> tag(user, tags))
              .orElse(false);
      case REPLAY_RECORD -> any(records).map(tags -> tag(user, tags)).orElse(false);
      case CLEAR_RECORD ->
          untag(user, List.of(scene.settings().dateTag(), scene.settings().oldKeyTag()));
      case WRITE_RECORD_OF_SECOND_KEY -> user.keys.size() == 2 && tag(user, recordOfSecond(user));
      case WRITE_ADDRESS -> tag(user, List.of(address(user)));
      case WRITE_EXEMPTION ->
          tag(
              user,
              List.of(
                  new Tag(
                      Exempt.TAG,
                      scene.timeline().today().plusDays(dice.between(-2, 25)) + " forged")));
      case WRITE_THRESHOLD ->
          tag(
              user,
              List.of(
                  new Tag(
                      dice.one(List.of(Own.OVERDUE_TAG, Own.WARNING_TAG)),
                      dice.one(List.of("0", "1", "-1", "+70", "5", "99999", "", "soon")))));
      case CLEAR_EXEMPTION -> untag(user, List.of(Exempt.TAG));
      case WRITE_JUNK -> overwrite(user, Bytes.of("junk " + dice.below(1_000_000)));
      case WRITE_LOOKALIKE ->
          any(user.keys).map(key -> put(name(user, key), lookalike(user, key.id()))).orElse(false);
      case COPY_FILE ->
          any(remembered("credential/")).map(file -> overwrite(user, file.content())).orElse(false);
      case EMPTY_FILE -> overwrite(user, Bytes.EMPTY);
      case DELETE_FILE -> any(user.keys).map(key -> delete(name(user, key))).orElse(false);
      case DAMAGE_STATE -> state().map(name -> put(name, damaged(name))).orElse(false);
      case EMPTY_STATE -> state().map(name -> put(name, Bytes.EMPTY)).orElse(false);
      case DELETE_STATE -> state().map(this::delete).orElse(false);
      case OVERSIZE_STATE -> state().map(name -> put(name, OVERSIZE)).orElse(false);
      case REPLAY_STATE ->
          any(remembered("state/"))
              .map(object -> put(object.key(), object.content()))
              .orElse(false);
    };
  }

  private void remember() {
    for (UserStory user : scene.judge().users.values()) {
      if (user.record.underWay()) {
        keep(records, recordOf(user));
      }
    }
    for (StoredObject object : listed("")) {
      if (!object.key().startsWith("audit/") && object.content().length() < OVERSIZE.length()) {
        keep(objects, object);
      }
    }
  }

  private <T> void keep(List<T> all, T one) {
    if (all.contains(one)) {
      return;
    }
    if (all.size() >= MEMORY) {
      all.remove(dice.below(MEMORY));
    }
    all.add(one);
  }

  private List<StoredObject> remembered(String beginning) {
    return objects.stream().filter(object -> object.key().startsWith(beginning)).toList();
  }

  private List<StoredObject> listed(String beginning) {
    return scene
        .account()
        .buckets()
        .list(Scene.BUCKET, new Listing.Query(beginning, "", "", Integer.MAX_VALUE))
        .objects();
  }

  private Optional<String> state() {
    return any(listed("state/")).map(StoredObject::key);
  }

  private <T> Optional<T> any(List<T> of) {
    return of.isEmpty() ? Optional.empty() : Optional.of(dice.one(of));
  }

  /** The two tags of a user's record that exist. */
  private List<Tag> recordOf(UserStory user) {
    return Stream.of(scene.settings().dateTag(), scene.settings().oldKeyTag())
        .filter(key -> user.tags.containsKey(UserStory.fold(key)))
        .map(key -> new Tag(key, user.tags.getOrDefault(UserStory.fold(key), "")))
        .toList();
  }

  private Optional<List<Tag>> record(UserStory user) {
    return oldKey(user)
        .map(
            key ->
                List.of(
                    new Tag(scene.settings().dateTag(), dateTag(user)),
                    new Tag(scene.settings().oldKeyTag(), key)));
  }

  /** Usually a key of the user; otherwise any key. */
  private Optional<String> oldKey(UserStory user) {
    return dice.chance(0.85)
        ? any(user.keys).map(AccessKey::id)
        : any(List.copyOf(scene.judge().keys.keySet()).stream().sorted().toList());
  }

  private String dateTag(UserStory user) {
    String phase =
        dice.one(
            List.of(
                "", "rotating", "stored", "rotated", "deactivating", "deactivated", "deleting"));
    return switch (phase) {
      case "" -> anyDay().toString();
      case "rotating", "stored" -> instant(user).truncatedTo(ChronoUnit.SECONDS) + " " + phase;
      default -> anyDay() + " " + phase;
    };
  }

  private List<Tag> recordOfSecond(UserStory user) {
    Instant instant = user.keys.getLast().created().plusSeconds(dice.between(-110, 110));
    return List.of(
        new Tag(scene.settings().dateTag(), instant.truncatedTo(ChronoUnit.SECONDS) + " rotating"),
        new Tag(scene.settings().oldKeyTag(), user.keys.getFirst().id()));
  }

  private LocalDate anyDay() {
    return scene.timeline().today().minusDays(dice.between(-1, 100));
  }

  /** Now, or when a key was made, or any time. */
  private Instant instant(UserStory user) {
    Instant now = scene.timeline().instant();
    Instant made = any(user.keys).map(AccessKey::created).orElse(now);
    return switch (dice.below(3)) {
      case 0 -> now.minus(dice.skewed(Duration.ofMinutes(2).toMillis()));
      case 1 -> made.plusSeconds(dice.between(-130, 130));
      default -> now.minus(Duration.ofHours(dice.between(-24, 2_400)));
    };
  }

  private Tag address(UserStory user) {
    String address = dice.chance(0.8) ? "adversary." + Company.address(user.name) : "no address";
    return new Tag(scene.settings().addressTag(), address);
  }

  private boolean tag(UserStory user, List<Tag> tags) {
    long added =
        tags.stream().filter(tag -> !user.tags.containsKey(UserStory.fold(tag.key()))).count();
    if (tags.isEmpty() || user.tags.size() + added > 50) {
      return false;
    }
    scene.account().users().tag(user.name, tags);
    scene.tell(() -> "the adversary tags %s: %s".formatted(user.name, tags));
    return true;
  }

  private boolean untag(UserStory user, List<String> keys) {
    boolean there = keys.stream().anyMatch(key -> user.tags.containsKey(UserStory.fold(key)));
    if (there) {
      scene.account().users().untag(user.name, keys);
    }
    return there;
  }

  private static String name(UserStory user, AccessKey key) {
    return HandOver.objectKey(new UserName(user.name), new KeyId(key.id()));
  }

  private boolean overwrite(UserStory user, Bytes content) {
    return any(user.keys).map(key -> put(name(user, key), content)).orElse(false);
  }

  /** A file as Keyturn stores it, with another secret. */
  private Bytes lookalike(UserStory user, String key) {
    return Bytes.of(
        "UserName,AccessKeyId,SecretAccessKey\r\n%s,%s,%s\r\n"
            .formatted(user.name, key, "Forged+/%033d".formatted(dice.below(1_000_000))));
  }

  private Bytes damaged(String name) {
    String text =
        scene
            .account()
            .buckets()
            .find(Scene.BUCKET, name)
            .map(object -> object.content().text())
            .orElse("");
    return switch (dice.below(3)) {
      case 0 -> Bytes.of("garbage");
      case 1 -> Bytes.of(text.substring(0, text.length() / 2));
      default -> Bytes.of(text.replace('0', '9') + "\n\u0000");
    };
  }

  private boolean put(String name, Bytes content) {
    scene.account().buckets().put(Scene.BUCKET, name, content, Map.of(), new Condition.None());
    scene.tell(() -> "the adversary puts %d bytes as %s".formatted(content.length(), name));
    return true;
  }

  private boolean delete(String name) {
    boolean there = scene.account().buckets().find(Scene.BUCKET, name).isPresent();
    scene.account().buckets().delete(Scene.BUCKET, name);
    return there;
  }
}
