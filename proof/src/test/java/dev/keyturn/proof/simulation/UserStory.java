package dev.keyturn.proof.simulation;

import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.account.Tags;
import dev.keyturn.sandbox.account.User;
import dev.keyturn.settings.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The judge's facts about one user: the true state and its authors. */
final class UserStory {
  private static final Pattern ADDRESS = Pattern.compile("[\\w.+-]+@[\\w-]+(\\.[\\w-]+)+");

  final String name;
  List<AccessKey> keys = List.of();

  private Tags asTagged = Tags.NONE;

  /** By lower-case tag key. */
  Map<String, String> tags = Map.of();

  TagRecord record = TagRecord.read(Map.of(), "", "");
  String address = "";
  Exempt exempt = Exempt.NO;

  /** When the record was last changed, but not by a run. */
  Instant meddled = Instant.MIN;

  /** When a run last wrote the record, and which. */
  Instant recorded = Instant.MIN;

  String recorder = "";

  /** When the owner last changed a key. */
  Instant acted = Instant.MIN;

  /** When the owner last changed the address. */
  Instant moved = Instant.MIN;

  /** When the owner last changed the exemption. */
  Instant exempted = Instant.MIN;

  /** When SES last began to suppress the current address. */
  Instant deafened = Instant.MIN;

  /** The last warning that the owner got and that a run may remember. */
  ReminderRules.Warning warned = ReminderRules.Warning.NONE;

  /** The kinds of mail that the owner got since the last call. */
  final List<Class<?>> mails = new ArrayList<>();

  UserStory(String name) {
    this.name = name;
  }

  /** Takes over the current state. */
  void see(User truth, Settings settings) {
    keys = truth.keys();
    if (truth.tags().equals(asTagged)) {
      return;
    }
    asTagged = truth.tags();
    tags = folded(asTagged.all());
    record = TagRecord.read(tags, fold(settings.dateTag()), fold(settings.oldKeyTag()));
    address = address(tags, settings);
    exempt = Exempt.read(tags);
  }

  /** The address among tags, or nothing that is one. */
  static String address(Map<String, String> folded, Settings settings) {
    String value = asSesHas(folded.getOrDefault(fold(settings.addressTag()), ""));
    return ADDRESS.matcher(value).matches() ? value : "";
  }

  /** An address in the one domain outside ASCII that companies have. */
  static String asSesHas(String address) {
    return address.replace("@münchen.example", "@xn--mnchen-3ya.example");
  }

  static Map<String, String> folded(List<Tag> tags) {
    Map<String, String> folded = new HashMap<>();
    tags.forEach(tag -> folded.put(fold(tag.key()), tag.value()));
    return folded;
  }

  static String fold(String key) {
    return key.toLowerCase(Locale.ROOT);
  }

  Optional<AccessKey> key(String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst();
  }

  boolean on(String id) {
    return key(id).map(AccessKey::active).orElse(false);
  }

  boolean off(String id) {
    return key(id).map(key -> !key.active()).orElse(false);
  }

  boolean activeBeside(String id) {
    return keys.stream().anyMatch(key -> key.active() && !key.id().equals(id));
  }
}
