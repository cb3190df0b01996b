package dev.keyturn.apply;

import dev.keyturn.facts.AccessKey;
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
 *   <li>record {@code rotating}: from here on a key that nobody knows can be told to be ours;
 *   <li>create the key, once, within a minute of the recorded instant;
 *   <li>note what the file is going to be, and store it, if its name is free: from here on its
 *       secret cannot be lost, and nothing else passes for it;
 *   <li>record {@code stored}: from here on no new key is ever deleted;
 *   <li>mail the owner;
 *   <li>record {@code rotated}: from here on the old key's grace is counted.
 * </ol>
 */
public final class Rotation {
  /** A key is made no later than this after the recorded instant. */
  public static final Duration CREATE_WITHIN = Duration.ofMinutes(1);

  private final Ports ports;
  private final AuditedEffects steps;
  private final RetryPolicy patience;

  public Rotation(Ports ports, AuditedEffects steps, RetryPolicy patience) {
    this.ports = ports;
    this.steps = steps;
    this.patience = patience;
  }

  /** What came of it, where no call failed. */
  public sealed interface Result {
    record HandedOver(KeyId newKey) implements Result {}

    /** No key was made, for there are two already, one of which could not be seen before. */
    record NoRoom() implements Result {}

    /** Somebody else is at work on this user; nothing more was touched. */
    record Conflict(String why) implements Result {}
  }

  /** Goes through the protocol from a stage on. */
  public Result carryOut(Facts user, Rotate decision, Instant readAt) {
    steps.stillFresh(user.user(), readAt);
    KeyId oldKey = decision.oldKey();
    Expiry unknown = new Expiry.Unknown();
    return switch (decision.stage()) {
      case Stage.Begin _ -> make(user, recordNow(user.user(), oldKey), true);
      case Stage.Make make -> make(user, make.recorded(), false);
      case Stage.Replace replace -> replace(user, oldKey, replace);
      case Stage.Announce announce -> announce(user, oldKey, announce.newKey(), unknown);
      case Stage.Tell tell -> tell(user, oldKey, tell.newKey(), unknown);
    };
  }

  /** Step 1. */
  private Rotating recordNow(UserName user, KeyId oldKey) {
    Rotating recorded = new Rotating(steps.now().truncatedTo(ChronoUnit.SECONDS), oldKey);
    steps.record(user, recorded);
    return recorded;
  }

  /**
   * The record under which a key may be made now. One that is under a minute old stands: a key that
   * an earlier run made under it, and that is not visible yet, must go on fitting it. One that took
   * too long to write is written again, and if that does, too, no key is made.
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
          "to record the rotation of %s took so long that no key was made; the next run goes on"
              .formatted(user));
    }
  }

  private boolean inTime(Rotating recorded) {
    Duration age = Duration.between(recorded.instant(), steps.now());
    return !age.isNegative() && age.compareTo(CREATE_WITHIN) <= 0;
  }

  /**
   * Step 2, and on.
   *
   * @param begunHere whether no earlier run can have made a key under this record
   */
  private Result make(Facts user, Rotating recorded, boolean begunHere) {
    return switch (create(user.user(), recorded, begunHere)) {
      case Creation.Made made -> store(user, recorded.oldKey(), made, begunHere);
      case Creation.NoRoom _ ->
          begunHere && steps.alone() ? ownersOwn(user.user()) : new Result.NoRoom();
    };
  }

  /**
   * No run can have made the second key: none was at work for so long that this one would have seen
   * its record. It is the owner's own, and must not be taken for an orphan of this rotation.
   */
  private Result ownersOwn(UserName user) {
    steps.forget(user);
    return new Result.Conflict("the owner has just made a second key");
  }

  /**
   * A call that was throttled or never sent made no key and is repeated. A call whose outcome is
   * unclear fails here and leaves the record; a later run, when reads have settled, decides.
   */
  private Creation create(UserName user, Rotating recorded, boolean begunHere) {
    Rotating current = recorded;
    for (int attempt = 1; ; attempt++) {
      Rotating recent = current(user, current);
      current = recent;
      try {
        return steps.create(user, () -> demandInTime(user, recent));
      } catch (PortFailure failure) {
        if (!failure.clear() || attempt >= RetryPolicy.attempts(failure.kind())) {
          throw begunHere ? undone(user, failure) : failure;
        }
      }
      patience.pause(attempt);
    }
  }

  /** Step 3. */
  private Result store(Facts user, KeyId oldKey, Creation.Made made, boolean begunHere) {
    KeyId newKey = made.key().id();
    HandOver handOver = new HandOver(user.user(), newKey, made.secret());
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
   * Something lies under the new key's name: this very file, by an attempt whose reply was lost, a
   * claim, or what somebody else put there. Only the first is the credentials.
   */
  private Result occupied(Facts user, KeyId oldKey, KeyId newKey) {
    StoredFile found = steps.file(user.user(), newKey);
    if (found == StoredFile.CREDENTIALS) {
      steps.noteStored(user.user(), newKey);
      return announce(user, oldKey, newKey, new Expiry.Unknown());
    }
    steps.drop(user.user(), newKey);
    if (found == StoredFile.CLAIM) {
      return new Result.Conflict("another run took this rotation over and goes on with it");
    }
    throw new PortFailure(
        PortFailure.Kind.REFUSED,
        "something else lies under the name of the new key's file (%s), so the key was deleted again; the next run makes another"
            .formatted(HandOver.objectKey(user.user(), newKey)));
  }

  /**
   * A second key whose secret is lost. Its name is claimed first: from then on no slow writer can
   * store it any more, and only then may it be deleted.
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
    return tell(user, oldKey, newKey, expiry);
  }

  /** Steps 5 and 6. */
  private Result tell(Facts user, KeyId oldKey, KeyId newKey, Expiry expiry) {
    FilePlace file = ports.vault().place(user.user(), newKey, expiry);
    Notice notice =
        user.key(oldKey)
            .<Notice>map(
                old ->
                    new Notice.Replaced(
                        user.user(),
                        steps.seen(user.user(), old),
                        newKey,
                        newKeyUse(user, newKey),
                        file,
                        AuditedEffects.after(steps.today(), steps.policy().deactivateDays())))
            .orElseGet(() -> new Notice.ReplacedAfterwards(user.user(), oldKey, newKey, file));
    LocalDate accepted = steps.announce(user, newKey, notice);
    steps.record(user.user(), rotated(accepted, oldKey, user.key(newKey), steps.policy()));
    return new Result.HandedOver(newKey);
  }

  /** Nobody can have a key yet that was made a moment ago; of any other the mail may be late. */
  private Sighting newKeyUse(Facts user, KeyId newKey) {
    return user.key(newKey)
        .filter(key -> Duration.between(key.created(), steps.now()).compareTo(CREATE_WITHIN) > 0)
        .map(key -> steps.seen(user.user(), key).sighting())
        .orElseGet(() -> new Sighting.Known(new LastUse.Never()));
  }

  /**
   * A plain date; but where it would be read as another tool's date of deactivation, because the
   * new key was made so long before, the phase is spelt out.
   */
  static UnderWay rotated(LocalDate day, KeyId oldKey, Optional<AccessKey> newKey, Policy policy) {
    boolean mistakable =
        newKey
            .map(key -> ChronoUnit.DAYS.between(key.createdOn(), day) > policy.deactivateDays())
            .orElse(false);
    return mistakable ? new Rotated(day, oldKey) : new Dated(day, oldKey);
  }

  /** Forgets a rotation that made nothing, where the same no would meet every other run, too. */
  private PortFailure undone(UserName user, PortFailure failure) {
    if (failure.kind() == PortFailure.Kind.DENIED) {
      try {
        steps.forget(user);
      } catch (PortFailure forgetting) {
        failure.addSuppressed(forgetting);
      }
    }
    return failure;
  }
}
