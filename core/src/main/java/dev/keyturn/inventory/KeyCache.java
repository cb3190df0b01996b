package dev.keyturn.inventory;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.ReportedUser;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells for whom a call can be spared: the credential report with what was verified before. It may
 * only ever spare a call where the keys could not be due, or are known from an earlier look; who is
 * within a rotation, is exempt, or is not in the report is always looked at.
 *
 * <p>Safe for use by several threads.
 */
public final class KeyCache {
  private final Map<UserName, ReportedUser> reported;
  private final Ledger ledger;
  private final int warningDays;
  private final Trust trust;
  private final Instant openedAt;

  /** Whether the report is believed where something may be due. */
  public enum Trust {
    /** Whoever something is done for is looked at afresh before. */
    FULL,
    /** Another run has acted since the report was made. */
    WHERE_NOTHING_IS_DUE
  }

  /**
   * A book of what was reported and verified.
   *
   * @param warningDays an older key is warned about
   * @param openedAt by AWS's clock, before any key was looked at
   */
  KeyCache(
      Map<UserName, ReportedUser> reported,
      Ledger ledger,
      int warningDays,
      Trust trust,
      Instant openedAt) {
    this.reported = reported;
    this.ledger = ledger;
    this.warningDays = warningDays;
    this.trust = trust;
    this.openedAt = openedAt;
  }

  public Map<UserName, ReportedUser> reported() {
    return reported;
  }

  /**
   * What is known of a user's keys.
   *
   * @param until the last day for which it must hold
   */
  public CachedKeys at(TaggedUser user, LocalDate until) {
    return mayGainByTheReport(user)
        ? found(user).map(told -> at(user, told, until)).orElseGet(CachedKeys.Unknown::new)
        : new CachedKeys.Unknown();
  }

  /** Whether a call may be spared for a user at all. */
  public static boolean mayGainByTheReport(TaggedUser user) {
    return user.record() instanceof RotationRecord.None
        && user.exemption() instanceof Exemption.None;
  }

  private boolean older(LocalDate created, LocalDate until) {
    return ChronoUnit.DAYS.between(created, until) > warningDays;
  }

  /** Whoever was deleted and made anew is not the one who is reported. */
  private Optional<ReportedUser> found(TaggedUser user) {
    return Optional.ofNullable(reported.get(user.user()))
        .filter(told -> told.created().getEpochSecond() == user.created().getEpochSecond());
  }

  private CachedKeys at(TaggedUser user, ReportedUser told, LocalDate until) {
    if (!told.anyActive()) {
      return new CachedKeys.Quiet(Reason.NO_ACTIVE_KEY);
    }
    if (user.owner() instanceof Owner.At && isYoung(told, until)) {
      return new CachedKeys.Quiet(Reason.YOUNG);
    }
    return ledger
        .keys(told)
        .filter(keys -> !ages(keys, until) || holds(keys))
        .<CachedKeys>map(keys -> new CachedKeys.Known(keys, told.uses(keys)))
        .orElseGet(CachedKeys.Unknown::new);
  }

  /** A user's keys are no older than the user; what the report says of them must not deny it. */
  private boolean isYoung(ReportedUser told, LocalDate until) {
    return !told.more()
        && !older(day(told.created()), until)
        && told.keys().stream().noneMatch(key -> older(day(key.changed()), until));
  }

  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  private boolean ages(List<AccessKey> keys, LocalDate until) {
    return keys.stream().anyMatch(key -> key.active() && older(key.createdOn(), until));
  }

  /**
   * Whether what was verified is good enough where something may be due. By IAM's guide the report
   * need not tell of a key that is off, which takes the place of a new key: it is looked for.
   */
  private boolean holds(List<AccessKey> keys) {
    return trust == Trust.FULL && keys.stream().allMatch(AccessKey::active);
  }

  /**
   * Notes the keys that a user was just seen to have.
   *
   * @return the last uses of some of them, as reported
   */
  public Map<KeyId, LastUse> learn(TaggedUser user, List<AccessKey> keys) {
    Optional<ReportedUser> told = found(user);
    if (user.record() instanceof RotationRecord.None) {
      told.filter(this::cannotRecur).ifPresent(now -> ledger.learn(now, keys));
    }
    return told.map(now -> now.uses(keys)).orElseGet(Map::of);
  }

  /**
   * Whether no key that is made from now on can be told of in the same words: they have no ids, but
   * dates to the second. Else a key would pass for the one that it replaced.
   */
  private boolean cannotRecur(ReportedUser told) {
    Instant second = openedAt.truncatedTo(ChronoUnit.SECONDS);
    return told.keys().stream().allMatch(key -> key.changed().isBefore(second));
  }

  /** Forgets a user whose keys turned out to be others than was thought. */
  public void forget(UserName user) {
    ledger.forget(user);
  }

  /** The ledger as it is to be kept, if it is worth a call. */
  Optional<String> toBeKept() {
    return ledger.changed() ? Optional.of(ledger.text(reported)) : Optional.empty();
  }
}
