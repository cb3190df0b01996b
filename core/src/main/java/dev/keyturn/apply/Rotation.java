package dev.keyturn.apply;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.RotationRecord.Dated;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.Stored;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.facts.StoredFile;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.FilePlace;
import dev.keyturn.mail.FilePlace.Expiry;
import dev.keyturn.mail.Notice;
import dev.keyturn.mail.SeenKey.Sighting;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Policy;
import dev.keyturn.port.CredentialStore;
import dev.keyturn.port.HandOver;
import dev.keyturn.port.Keys.Creation;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Ports;
import dev.keyturn.throttle.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Replaces a key (design, section 4). The order of effects is the safety argument:
 *
 * <ol>
 *   <li>record {@code rotating}, and note that instant: from here on Keyturn can recognize an
 *       unknown key as its own;
 *   <li>create the key, once, within a minute of the noted instant;
 *   <li>note what the file will be, and store it if its name is free: from here on the secret
 *       cannot be lost, and no other object counts as the file;
 *   <li>record {@code stored}: from here on no new key whose file is there is ever deleted;
 *   <li>mail the owner;
 *   <li>record {@code rotated}: the old key's grace period starts.
 * </ol>
 */
public final class Rotation {
  /** A key is created at most this long after the recorded instant. */
  public static final Duration CREATE_WITHIN = Duration.ofMinutes(1);

  private final Ports ports;
  private final AuditedEffects steps;
  private final RetryPolicy retryPolicy;

  public Rotation(Ports ports, AuditedEffects steps, RetryPolicy retryPolicy) {
    this.ports = ports;
    this.steps = steps;
    this.retryPolicy = retryPolicy;
  }

  /** The result, if no call failed. */
  public sealed interface Result {
    record HandedOver(KeyId newKey) implements Result {}

    /** No key was created: there are two already, one of which was not visible before. */
    record NoRoom() implements Result {}

    /** Another process is changing this user; this run stopped. */
    record Conflict(String why) implements Result {}
  }

  /** Performs the protocol, starting at a stage. */
  public Result carryOut(Facts user, Rotate decision, Instant readAt) {
    steps.stillFresh(user.user(), readAt);
    KeyId oldKey = decision.oldKey();
    Expiry unknown = new Expiry.Unknown();
    return switch (decision.stage()) {
      case Stage.Begin _ -> make(user, recordNow(user.user(), oldKey), true);
      case Stage.Make make -> make(user, make.recorded(), false);
      case Stage.Replace replace -> replace(user, oldKey, replace);
      case Stage.Announce announce -> announce(user, oldKey, announce.newKey(), unknown);
      case Stage.Notify notify -> notifyOwner(user, oldKey, notify.newKey(), unknown);
    };
  }

  /** Step 1. */
  private Rotating recordNow(UserName user, KeyId oldKey) {
    Rotating recorded = new Rotating(steps.now().truncatedTo(ChronoUnit.SECONDS), oldKey);
    steps.record(user, recorded);
    return recorded;
  }

  /**
   * The record under which a key may be created now. A record less than a minute old stays, because
   * it must match a key that an earlier run created and that is not visible yet. A record that took
   * too long to write is written again once; if that also takes too long, no key is created.
   */
  private Rotating current(UserName user, Rotating recorded) {
    if (inTime(recorded)) {
      return recorded;
    }
    Rotating renewed = recordNow(user, recorded.oldKey());
    demandInTime(user, renewed);
    return renewed;
  }

  private void demandInTime(UserName user, Rotating recorded) {
    if (!inTime(recorded)) {
      throw new PortFailure(
          PortFailure.Kind.THROTTLED,
          "recording the rotation of %s took too long, so no key was created; the next run continues"
              .formatted(user));
    }
  }

  private boolean inTime(Rotating recorded) {
    Duration age = Duration.between(recorded.instant(), steps.now());
    return !age.isNegative() && age.compareTo(CREATE_WITHIN) <= 0;
  }

  /**
   * Steps 2 to 6.
   *
   * @param begunHere whether no earlier run can have created a key under this record
   */
  private Result make(Facts user, Rotating recorded, boolean begunHere) {
    return switch (create(user.user(), recorded, begunHere)) {
      case Creation.Made made -> store(user, recorded.oldKey(), made, begunHere);
      case Creation.NoRoom _ ->
          begunHere && steps.alone() ? ownersOwn(user.user()) : new Result.NoRoom();
    };
  }

  /**
   * The second key is the owner's own: no other run was active recently, and this run would have
   * seen its record. The key must not count as an orphan of this rotation.
   */
  private Result ownersOwn(UserName user) {
    steps.noteNotCreated(user);
    steps.forget(user);
    return new Result.Conflict("the owner has just made a second key");
  }

  /**
   * A call that was throttled or never sent created no key and is repeated. A call with an unclear
   * outcome fails and leaves the record; a later run decides once reads have settled.
   */
  private Creation create(UserName user, Rotating recorded, boolean begunHere) {
    Rotating current = recorded;
    boolean noted = false;
    for (int attempt = 1; ; attempt++) {
      Rotating recent = current(user, current);
      noted = noted && recent.equals(current);
      current = recent;
      try {
        if (!noted) {
          steps.noteCreating(user, recent);
          noted = true;
        }
        return steps.create(user, () -> demandInTime(user, recent));
      } catch (PortFailure failure) {
        if (!failure.clear() || attempt >= RetryPolicy.attempts(failure.kind())) {
          throw begunHere ? undone(user, failure) : failure;
        }
      }
      retryPolicy.pause(attempt);
    }
  }

  /** Step 3. */
  private Result store(Facts user, KeyId oldKey, Creation.Made made, boolean begunHere) {
    KeyId newKey = made.key().id();
    HandOver handOver =
        new HandOver(user.user(), newKey, made.secret(), steps.delivery(user.user(), newKey));
    try {
      steps.noteStoring(handOver);
    } catch (PortFailure failure) {
      steps.drop(user.user(), newKey);
      throw begunHere ? undone(user.user(), failure) : failure;
    }
    CredentialStore.Put put;
    try {
      put = steps.store(handOver);
    } catch (PortFailure failure) {
      if (!failure.clear()) {
        throw failure;
      }
      steps.drop(user.user(), newKey);
      throw begunHere ? undone(user.user(), failure) : failure;
    }
    return switch (put) {
      case CredentialStore.Put.Stored stored ->
          announce(user.with(made.key()), oldKey, newKey, stored.expiry());
      case CredentialStore.Put.Occupied _ -> occupied(user.with(made.key()), oldKey, newKey);
    };
  }

  /**
   * An object has the new key's name: this file, from an attempt whose reply was lost, a claim, or
   * an object of another writer. Only the first is the credentials; if KMS encrypts, it cannot be
   * told from the last without its entity tag, so the key is deleted.
   */
  private Result occupied(Facts user, KeyId oldKey, KeyId newKey) {
    StoredFile found = steps.file(user.user(), newKey);
    if (found == StoredFile.CREDENTIALS) {
      steps.noteStored(user.user(), newKey);
      return announce(user, oldKey, newKey, new Expiry.Unknown());
    }
    steps.drop(user.user(), newKey);
    if (found == StoredFile.CLAIM) {
      return new Result.Conflict("another run took this rotation over and continues it");
    }
    throw new PortFailure(
        PortFailure.Kind.REFUSED,
        "an object that is not known to hold the new key has the name of its file (%s), so the key was deleted again; the next run creates another"
            .formatted(steps.fileName(user.user(), newKey)));
  }

  /**
   * Replaces a second key whose secret is lost. It claims the object name first, so that no slow
   * writer can still store the secret, and then deletes the key.
   */
  private Result replace(Facts user, KeyId oldKey, Stage.Replace replace) {
    KeyId orphan = replace.orphan();
    if (!steps.claim(user.user(), orphan)
        && steps.file(user.user(), orphan) == StoredFile.CREDENTIALS) {
      return announce(user, oldKey, orphan, new Expiry.Unknown());
    }
    steps.deleteClaimed(user.user(), orphan);
    return make(user, recordNow(user.user(), oldKey), false);
  }

  /** Step 4. */
  private Result announce(Facts user, KeyId oldKey, KeyId newKey, Expiry expiry) {
    steps.record(user.user(), new Stored(steps.now().truncatedTo(ChronoUnit.SECONDS), oldKey));
    return notifyOwner(user, oldKey, newKey, expiry);
  }

  /** Steps 5 and 6. */
  private Result notifyOwner(Facts user, KeyId oldKey, KeyId newKey, Expiry expiry) {
    LocalDate accepted = steps.announce(user, oldKey, newKey, notice(user, oldKey, newKey, expiry));
    steps.record(user.user(), rotated(accepted, oldKey, user.key(newKey), steps.policy()));
    return new Result.HandedOver(newKey);
  }

  private Notice notice(Facts user, KeyId oldKey, KeyId newKey, Expiry expiry) {
    if (steps.delivery(user.user(), newKey) == Delivery.ADMINISTRATOR) {
      return new Notice.Compromised(user.user(), oldKey, newKey);
    }
    FilePlace file = ports.credentialStore().place(steps.fileName(user.user(), newKey), expiry);
    return user.key(oldKey)
        .map(old -> replaced(user, old, newKey, file))
        .orElseGet(() -> new Notice.ReplacedAfterwards(user.user(), oldKey, newKey, file));
  }

  private Notice replaced(Facts user, AccessKey old, KeyId newKey, FilePlace file) {
    Notice.Replaced replaced =
        new Notice.Replaced(
            user.user(),
            steps.seen(user.user(), old),
            newKey,
            newKeyUse(user, newKey),
            file,
            steps.after(steps.today(), steps.policy().deactivateDays()));
    return steps.order(old.id()).isPresent() ? new Notice.ReplacedByOrder(replaced) : replaced;
  }

  /**
   * No owner can have a key that was created a moment ago; for any other key, the mail may be late.
   */
  private Sighting newKeyUse(Facts user, KeyId newKey) {
    return user.key(newKey)
        .filter(key -> Duration.between(key.created(), steps.now()).compareTo(CREATE_WITHIN) > 0)
        .map(key -> steps.seen(user.user(), key).sighting())
        .orElseGet(() -> new Sighting.Known(new LastUse.Never()));
  }

  /**
   * A plain date, or a date with the phase if a plain one would be read as another tool's date of
   * deactivation, because the new key is that old.
   */
  static UnderWay rotated(LocalDate day, KeyId oldKey, Optional<AccessKey> newKey, Policy policy) {
    boolean mistakable =
        newKey
            .map(key -> ChronoUnit.DAYS.between(key.createdOn(), day) > policy.deactivateDays())
            .orElse(false);
    return mistakable ? new Rotated(day, oldKey) : new Dated(day, oldKey);
  }

  /**
   * Clears the record of a rotation that created nothing if every other run would be denied too.
   */
  private PortFailure undone(UserName user, PortFailure failure) {
    if (failure.kind() == PortFailure.Kind.DENIED) {
      steps.noteNotCreated(user);
      try {
        steps.forget(user);
      } catch (PortFailure forgetting) {
        failure.addSuppressed(forgetting);
      }
    }
    return failure;
  }
}
