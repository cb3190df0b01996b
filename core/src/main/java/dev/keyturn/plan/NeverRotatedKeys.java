package dev.keyturn.plan;

import dev.keyturn.event.NeverRotated;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.OwnThresholds;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.ReportedKey;
import dev.keyturn.port.ReportedUser;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the overdue keys that no run will rotate until a person acts. */
public final class NeverRotatedKeys {
  /** There is no slot for a new key until the owner removes one. */
  private static final Set<Reason> NO_ROOM =
      Set.of(Reason.Warn.BOTH_ACTIVE, Reason.Warn.SLOT_TAKEN, Reason.Nothing.REMINDED);

  /** These holds are intended, end by themselves, or concern the whole account and not the user. */
  private static final Set<Reason.Hold> PASSING =
      EnumSet.of(
          Reason.Hold.EXEMPT,
          Reason.Hold.NEVER_FETCHED,
          Reason.Hold.STILL_IN_USE,
          Reason.Hold.NEW_KEY_TOO_YOUNG,
          Reason.Hold.CHANGED_MEANWHILE,
          Reason.Hold.READ_FAILED,
          Reason.Hold.BUCKET_UNCLEAR,
          Reason.Hold.MAIL_UNAVAILABLE);

  private NeverRotatedKeys() {}

  /**
   * The keys of an account, oldest first. Without a credential report, nothing is known of the keys
   * of users without an address.
   */
  public static List<NeverRotated> of(Plan plan) {
    int overdueDays = plan.policy().overdueDays();
    Map<UserName, ReportedUser> reported = plan.reported();
    Set<UserName> decided =
        plan.decisions().stream().map(UserDecision::user).collect(Collectors.toSet());
    return Stream.concat(
            plan.decisions().stream()
                .flatMap(
                    user ->
                        of(
                            user,
                            plan.today(),
                            OwnThresholds.of(user.facts(), plan.policy()).policy().overdueDays())),
            plan.withoutAddress().stream()
                .filter(user -> !decided.contains(user))
                .flatMap(user -> Optional.ofNullable(reported.get(user)).stream())
                .flatMap(user -> unmanaged(user, plan.today(), overdueDays)))
        .sorted(
            Comparator.comparingLong(NeverRotated::ageDays)
                .reversed()
                .thenComparing(NeverRotated::user))
        .toList();
  }

  private static Stream<NeverRotated> of(UserDecision decided, LocalDate today, int overdueDays) {
    if (!lasts(decided.decision())
        || (decided.decision().reason() == Reason.Nothing.REMINDED
            && !hasNoRoom(decided.facts()))) {
      return Stream.empty();
    }
    List<AccessKey> active = decided.facts().activeKeys();
    Reason reason = decided.decision().reason();
    Reason why =
        reason != Reason.Nothing.REMINDED
            ? reason
            : active.size() > 1 ? Reason.Warn.BOTH_ACTIVE : Reason.Warn.SLOT_TAKEN;
    return active.stream()
        .filter(key -> key.olderThan(overdueDays, today))
        .map(
            key ->
                new NeverRotated(decided.user(), Optional.of(key.id()), key.ageDays(today), why));
  }

  /** An unused key of two is deactivated and deleted, which makes room. */
  private static boolean hasNoRoom(Facts user) {
    return user.keys().size() > 1 && user.evidence().notes().unused().isEmpty();
  }

  /** A user whose owner was warned recently has two keys, or one that is not overdue. */
  private static boolean lasts(Decision decision) {
    return decision instanceof Hold hold
        ? !PASSING.contains(hold.reason())
        : NO_ROOM.contains(decision.reason());
  }

  private static Stream<NeverRotated> unmanaged(
      ReportedUser user, LocalDate today, int overdueDays) {
    return user.keys().stream()
        .filter(ReportedKey::active)
        .map(key -> ChronoUnit.DAYS.between(day(key), today))
        .filter(age -> age > overdueDays)
        .map(
            age -> new NeverRotated(user.user(), Optional.empty(), age, Reason.Nothing.NO_ADDRESS));
  }

  private static LocalDate day(ReportedKey key) {
    return LocalDate.ofInstant(key.changed(), ZoneOffset.UTC);
  }
}
