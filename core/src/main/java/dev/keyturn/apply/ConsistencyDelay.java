package dev.keyturn.apply;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.Stored;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.Consistency;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * IAM is eventually consistent: its reads may be stale for a short time. A decision that depends on
 * an absence (no second key, no record, an old key that is still active) waits until reads have
 * settled; a decision that depends on a presence does not wait. The delay is longer where a stale
 * read costs more.
 */
public final class ConsistencyDelay {
  /**
   * For stale reads that only a run within seconds of another can see: the new key of a complete
   * rotation is not visible yet, or a key was created under a newer record than the tags show.
   */
  public static final Duration SHORTLY = Duration.ofSeconds(30);

  /** Where a stale read costs an unnecessary mail: a person waits for the result. */
  static final Duration A_MOMENT = Duration.ofSeconds(5);

  private ConsistencyDelay() {}

  /**
   * How much longer a decision must wait; zero for most.
   *
   * @param seen when the record was read: it was written before, even if its date says otherwise
   */
  static Duration rest(Facts user, Due due, Instant seen, Instant now) {
    return switch (due) {
      case Rotate rotate ->
          switch (rotate.stage()) {
            case Stage.Begin _ -> noted(user, rotate.oldKey(), now);
            case Stage.Make make -> made(lastAttempt(user, make.recorded()), seen, now);
            case Stage.Replace _, Stage.Announce _, Stage.Notify _ -> Duration.ZERO;
          };
      case Warn _ -> newestKey(user, A_MOMENT, now);
      case Clear clear -> cleared(user, clear.reason(), seen, now);
      case RestartGrace _ -> since(lastStep(user.record(), seen), Consistency.READS_SETTLE, now);
      case Deactivate _, Delete _, Hold _ -> Duration.ZERO;
    };
  }

  /**
   * Waits for a key that no list shows yet. While a key may still be created under the same record,
   * there is no need to wait: IAM's limit of two keys refuses a third.
   */
  private static Duration made(Instant recorded, Instant seen, Instant now) {
    Duration age = Duration.between(recorded, now);
    return age.compareTo(Rotation.CREATE_WITHIN) > 0
        ? since(earlier(recorded, seen), Consistency.READS_SETTLE, now)
        : Duration.ZERO;
  }

  /** Waits for a key that was noted as about to be created, if no list shows it yet. */
  private static Duration noted(Facts user, KeyId oldKey, Instant now) {
    return attempt(user, oldKey)
        .map(noted -> since(noted, Consistency.READS_SETTLE, now))
        .orElse(Duration.ZERO);
  }

  private static Optional<Instant> attempt(Facts user, KeyId oldKey) {
    return Optional.ofNullable(user.evidence().notes().creating().get(oldKey))
        .map(Notes.Creating::instant);
  }

  /** When a key was last about to be created: other people can write an older record. */
  private static Instant lastAttempt(Facts user, Rotating record) {
    return attempt(user, record.oldKey())
        .filter(noted -> noted.isAfter(record.instant()))
        .orElse(record.instant());
  }

  private static Duration cleared(Facts user, Reason.Clear reason, Instant seen, Instant now) {
    return switch (reason) {
      case NEW_KEY_GONE -> newKeyGone(user, seen, now);
      case KEPT_BY_OWNER -> since(lastStep(user.record(), seen), Consistency.READS_SETTLE, now);
      case OWN_KEY -> newestKey(user, SHORTLY, now);
      case OLD_KEY_GONE, NO_OTHER_ACTIVE_KEY -> newestKey(user, A_MOMENT, now);
    };
  }

  private static Duration newKeyGone(Facts user, Instant seen, Instant now) {
    Duration rest =
        user.record() instanceof Stored stored
            ? since(earlier(stored.instant(), seen), Consistency.READS_SETTLE, now)
            : since(lastStep(user.record(), seen), SHORTLY, now);
    return user.record() instanceof UnderWay record
        ? longer(rest, noted(user, record.oldKey(), now))
        : rest;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** The record of the rotation that created the newest key may not be visible yet. */
  private static Duration newestKey(Facts user, Duration settled, Instant now) {
    return user.keys().stream()
        .map(AccessKey::created)
        .max(Instant::compareTo)
        .map(created -> since(created, settled, now))
        .orElse(Duration.ZERO);
  }

  /** The latest instant at which the record may have been written. */
  private static Instant lastStep(RotationRecord record, Instant seen) {
    return switch (record) {
      case Rotating rotating -> earlier(rotating.instant(), seen);
      case Stored stored -> earlier(stored.instant(), seen);
      case UnderWay dated ->
          earlier(dated.day().plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC), seen);
      case RotationRecord.None _, RotationRecord.Unreadable _ -> Instant.EPOCH;
    };
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Duration since(Instant written, Duration settled, Instant now) {
    Duration rest = settled.minus(Duration.between(written, now));
    if (rest.isNegative()) {
      return Duration.ZERO;
    }
    return rest.compareTo(settled) > 0 ? settled : rest;
  }
}
