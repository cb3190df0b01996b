package dev.keyturn.run;

import dev.keyturn.policy.AccessKey;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Evidence;
import dev.keyturn.policy.Facts;
import dev.keyturn.policy.Owner;
import dev.keyturn.policy.Planner;
import dev.keyturn.policy.RotationRecord;
import dev.keyturn.policy.StoredFile;
import dev.keyturn.policy.Tags;
import dev.keyturn.policy.UserName;
import dev.keyturn.settings.Settings;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Reads facts, and looks up the evidence that a decision asks for. */
final class FactsReader {
  private final Ports ports;
  private final Settings settings;

  FactsReader(Ports ports, Settings settings) {
    this.ports = ports;
    this.settings = settings;
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

  /** The facts of a user whose tags are known; one call. */
  Facts withTags(UserName user, Tags tags) {
    return facts(user, tags, ports.keys().of(user));
  }

  /** All facts of a user, read afresh; two calls. */
  Facts afresh(UserName user) {
    List<AccessKey> keys = ports.keys().of(user);
    return facts(user, ports.users().tags(user), keys);
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
        new Evidence.NotLooked());
  }

  /**
   * Whether the newest key is one of a run that has just stored its file, though the tags do not
   * show it yet: S3, unlike IAM, shows at once what was written.
   */
  boolean justHandedOver(Facts user, Instant now) {
    AccessKey newest = user.keys().getLast();
    return Settling.mayBeUnseen(newest.created(), now)
        && ports.vault().look(user.user(), newest.id()) == StoredFile.CREDENTIALS;
  }

  private Facts facts(UserName user, Tags tags, List<AccessKey> keys) {
    return new Facts(
        user,
        owner(tags),
        keys,
        record(tags),
        tags.haveRoomFor(settings.recordTags()),
        new Evidence.NotLooked());
  }

  /** Decides; where that takes a look at the newer key, looks and decides again. */
  Plan.Decided decide(Facts facts, LocalDate today) {
    Decision decision = Planner.decide(facts, settings.policy(), today);
    if (!(decision instanceof Decision.Look look)) {
      return new Plan.Decided(facts, decision);
    }
    Facts seen =
        facts.with(
            new Evidence.Seen(
                look.key(),
                ports.keys().lastUse(facts.user(), look.key()),
                ports.vault().look(facts.user(), look.key())));
    return new Plan.Decided(seen, Planner.decide(seen, settings.policy(), today));
  }
}
