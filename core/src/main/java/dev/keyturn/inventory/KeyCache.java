package dev.keyturn.inventory;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.ReportedRoot;
import dev.keyturn.port.ReportedUser;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells which users need no call, from the credential report and the ledger. It saves a call only
 * if no key can be due or the keys were verified earlier. Users who have a rotation, are exempt, or
 * are not in the report are always read.
 *
 * <p>Thread-safe.
 */
public final class KeyCache {
  private final Map<UserName, ReportedUser> reported;
  private final Optional<ReportedRoot> root;
  private final Ledger ledger;
  private final int warningDays;
  private final Trust trust;
  private final Instant openedAt;

  /** Whether to trust the report when something may be due. */
  public enum Trust {
    /** The keys of a due user are read again before any effect. */
    FULL,
    /** Another run has acted since the report was made. */
    WHERE_NOTHING_IS_DUE
  }

  /**
   * A cache of reported and verified keys.
   *
   * @param warningDays Keyturn warns about older keys
   * @param openedAt by AWS's clock, before any key was read
   */
  KeyCache(
      Map<UserName, ReportedUser> reported,
      Ledger ledger,
      int warningDays,
      Trust trust,
      Instant openedAt) {
    this(new Reported(reported, Optional.empty()), ledger, warningDays, trust, openedAt);
  }

  KeyCache(Reported reported, Ledger ledger, int warningDays, Trust trust, Instant openedAt) {
    this.reported = reported.users();
    this.root = reported.root();
    this.ledger = ledger;
    this.warningDays = warningDays;
    this.trust = trust;
    this.openedAt = openedAt;
  }

  /** What a credential report says. */
  record Reported(Map<UserName, ReportedUser> users, Optional<ReportedRoot> root) {}

  public Map<UserName, ReportedUser> reported() {
    return reported;
  }

  /** What the credential report says of the root user; empty where none was read. */
  public Optional<ReportedRoot> root() {
    return root;
  }

  /**
   * What is known about a user's keys.
   *
   * @param until the last day for which the answer must be valid
   */
  public CachedKeys at(TaggedUser user, LocalDate until) {
    return mayGainByTheReport(user)
        ? found(user).map(entry -> at(user, entry, until)).orElseGet(CachedKeys.Unknown::new)
        : new CachedKeys.Unknown();
  }

  /** Whether the cache may answer for a user at all. */
  public static boolean mayGainByTheReport(TaggedUser user) {
    return user.record() instanceof RotationRecord.None
        && user.exemption() instanceof Exemption.None
        && user.quarantine().isEmpty();
  }

  private boolean older(LocalDate created, LocalDate until) {
    return ChronoUnit.DAYS.between(created, until) > warningDays;
  }

  /** A user who was deleted and created again is not the reported one. */
  private Optional<ReportedUser> found(TaggedUser user) {
    return Optional.ofNullable(reported.get(user.user()))
        .filter(entry -> entry.created().getEpochSecond() == user.created().getEpochSecond());
  }

  private CachedKeys at(TaggedUser user, ReportedUser entry, LocalDate until) {
    if (!entry.anyActive()) {
      return new CachedKeys.Quiet(Reason.Nothing.NO_ACTIVE_KEY);
    }
    if (user.owner() instanceof Owner.At && isYoung(entry, until)) {
      return new CachedKeys.Quiet(Reason.Nothing.YOUNG);
    }
    return ledger
        .keys(entry)
        .filter(keys -> !ages(keys, until) || holds(keys))
        .<CachedKeys>map(keys -> new CachedKeys.Known(keys, entry.uses(keys)))
        .orElseGet(CachedKeys.Unknown::new);
  }

  /** A user's keys are not older than the user; the report must agree with that. */
  private boolean isYoung(ReportedUser entry, LocalDate until) {
    return !entry.more()
        && !older(day(entry.created()), until)
        && entry.keys().stream().noneMatch(key -> older(day(key.changed()), until));
  }

  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  private boolean ages(List<AccessKey> keys, LocalDate until) {
    return keys.stream().anyMatch(key -> key.active() && older(key.createdOn(), until));
  }

  /**
   * Whether verified keys are enough when something may be due. According to IAM's guide, the
   * report may omit an inactive key, which takes the slot of a new key: such a key is looked up.
   */
  private boolean holds(List<AccessKey> keys) {
    return trust == Trust.FULL && keys.stream().allMatch(AccessKey::active);
  }

  /**
   * Stores the keys that were just read for a user.
   *
   * @return the last uses of some of them, as reported
   */
  public Map<KeyId, LastUse> learn(TaggedUser user, List<AccessKey> keys) {
    Optional<ReportedUser> entry = found(user);
    if (mayGainByTheReport(user)) {
      entry.filter(this::cannotRecur).ifPresent(now -> ledger.learn(now, keys));
    }
    return entry.map(now -> now.uses(keys)).orElseGet(Map::of);
  }

  /**
   * Whether no key created from now on can look the same in the report, which has dates to the
   * second but no ids. Otherwise a key could be mistaken for the one that it replaced.
   */
  private boolean cannotRecur(ReportedUser entry) {
    Instant second = openedAt.truncatedTo(ChronoUnit.SECONDS);
    return entry.keys().stream().allMatch(key -> key.changed().isBefore(second));
  }

  /** Drops a user whose keys differ from the stored ones. */
  public void forget(UserName user) {
    ledger.forget(user);
  }

  /** The ledger to write, if that is worth a call. */
  Optional<String> toBeKept() {
    return ledger.changed() ? Optional.of(ledger.text(reported)) : Optional.empty();
  }
}
