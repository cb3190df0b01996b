package dev.keyturn.run;

import dev.keyturn.mail.Mailroom;
import dev.keyturn.mail.Notice;
import dev.keyturn.mail.SeenKey;
import dev.keyturn.mail.SeenKey.Sighting;
import dev.keyturn.policy.AccessKey;
import dev.keyturn.policy.EmailAddress;
import dev.keyturn.policy.Facts;
import dev.keyturn.policy.KeyId;
import dev.keyturn.policy.Owner;
import dev.keyturn.policy.Policy;
import dev.keyturn.policy.RotationRecord.UnderWay;
import dev.keyturn.policy.UserName;
import dev.keyturn.run.Keys.Creation;
import dev.keyturn.run.Vault.Put;
import dev.keyturn.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * The single effects of which the protocol is made; each is told to whoever watches once it took
 * place.
 */
final class Steps {
  /** Facts older than this carry no destructive step: a machine may have slept in between. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final Ports ports;
  private final Settings settings;
  private final Mailroom mailroom;
  private final World world;
  private final Events events;

  Steps(Ports ports, Settings settings, Mailroom mailroom, World world, Events events) {
    this.ports = ports;
    this.settings = settings;
    this.mailroom = mailroom;
    this.world = world;
    this.events = events;
  }

  Policy policy() {
    return settings.policy();
  }

  /** AWS's clock. */
  Instant now() {
    return ports.account().now();
  }

  /** The day by AWS's clock, in UTC. */
  LocalDate today() {
    return LocalDate.ofInstant(now(), ZoneOffset.UTC);
  }

  /** This machine's clock, for {@link #stillFresh}. */
  Instant tick() {
    return world.clock().instant();
  }

  /** Whether what was read at an instant by this machine's clock may still be gone by. */
  boolean isFresh(Instant readAt) {
    return Duration.between(readAt, tick()).abs().compareTo(FRESH) <= 0;
  }

  /** Refuses a step that cannot be taken back on facts that were read too long before. */
  void stillFresh(UserName user, Instant readAt) {
    if (!isFresh(readAt)) {
      throw new PortFailure(
          PortFailure.Kind.REFUSED,
          "%s was read %d seconds ago, which is too long for a step that cannot be taken back; the next run goes on"
              .formatted(user, Duration.between(readAt, tick()).toSeconds()));
    }
  }

  /** Writes both tags of the record in one call. */
  void record(UserName user, UnderWay record) {
    ports
        .users()
        .tag(
            user,
            Map.of(
                settings.dateTag(), record.dateTag(),
                settings.oldKeyTag(), record.oldKey().value()));
    effect(user, "recorded '" + record.dateTag() + "'");
  }

  /** Removes both tags of the record. */
  void forget(UserName user) {
    ports.users().untag(user, settings.recordTags());
    effect(user, "cleared the record");
  }

  /** Makes a key, in one attempt. */
  Creation create(UserName user) {
    Creation creation = ports.keys().create(user);
    if (creation instanceof Creation.Made made) {
      effect(user, "made " + made.key().id());
    }
    return creation;
  }

  /** Stores the credentials of a new key, if their name is free. */
  Put store(HandOver handOver) {
    Put put = ports.vault().store(handOver);
    if (put instanceof Put.Stored) {
      effect(handOver.user(), "stored " + HandOver.objectKey(handOver.user(), handOver.key()));
    }
    return put;
  }

  /**
   * Takes the name of a key's credentials, so that nobody can store them any more; says whether it
   * was free.
   */
  boolean claim(UserName user, KeyId key) {
    boolean claimed = ports.vault().claim(user, key);
    if (claimed) {
      effect(user, "claimed " + HandOver.objectKey(user, key));
    }
    return claimed;
  }

  void deactivate(UserName user, KeyId key) {
    ports.keys().deactivate(user, key);
    effect(user, "deactivated " + key);
  }

  void delete(UserName user, KeyId key) {
    ports.keys().delete(user, key);
    effect(user, "deleted " + key);
  }

  private void effect(UserName user, String what) {
    events.on(new Event.Effect(user, what));
  }

  /** Sends the owner a mail and returns the day on which it was accepted. */
  LocalDate tell(Facts user, Notice notice) {
    EmailAddress address =
        switch (user.owner()) {
          case Owner.At at -> at.address();
          case Owner.Nobody _, Owner.Unreachable _ ->
              throw new IllegalStateException("nobody to tell of " + user.user());
        };
    ports.post().send(mailroom.write(address, notice, today()));
    effect(user.user(), "mailed " + address);
    return today();
  }

  /** A key with its last use, for a mail: a read that fails makes it unknown, and no more. */
  SeenKey seen(UserName user, AccessKey key) {
    try {
      return new SeenKey(key, new Sighting.Known(ports.keys().lastUse(user, key.id())));
    } catch (PortFailure _) {
      return new SeenKey(key, new Sighting.Unknown());
    }
  }

  /** A key of the facts with its last use. */
  SeenKey seen(Facts user, KeyId key) {
    return seen(user.user(), user.key(key).orElseThrow());
  }

  /** The first day on which something is more than a number of days old. */
  static LocalDate after(LocalDate day, int days) {
    return day.plusDays(days + 1L);
  }
}
