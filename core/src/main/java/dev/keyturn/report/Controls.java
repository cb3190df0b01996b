package dev.keyturn.report;

import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Plan;
import dev.keyturn.port.ReportedRoot;
import dev.keyturn.port.ReportedUser;
import dev.keyturn.port.SignIn;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The result of each {@linkplain Check check} for an account, before the run.
 *
 * @param results the results of the checks whose facts are known
 * @param several the keys of users with several active keys, without those in Keyturn's own grace
 *     period; sorted by user
 * @param inGrace users in the grace period of a rotation, with an old and a new active key
 * @param passwords users with a password that was not used in the last 45 days
 * @param withoutMfa users with a password and no second factor
 */
public record Controls(
    Map<Check, Result> results,
    List<SeenKey> several,
    List<UserName> inGrace,
    List<UserName> passwords,
    List<UserName> withoutMfa) {
  static final int UNUSED_DAYS = 45;
  static final int OLDEST_DAYS = 90;

  public Controls {
    results = Map.copyOf(results);
    several = List.copyOf(several);
    inGrace = List.copyOf(inGrace);
    passwords = List.copyOf(passwords);
    withoutMfa = List.copyOf(withoutMfa);
  }

  /** The number of users or keys that fail a check, and the number that it applies to. */
  public record Result(int failed, int of) {
    public Result {
      if (failed < 0 || failed > of) {
        throw new IllegalArgumentException("%s of %s cannot fail".formatted(failed, of));
      }
    }

    /** The percentage that passes, rounded down, so that 100 means that all pass. */
    public int passPercent() {
      return of == 0 ? 100 : (int) (100L * (of - failed) / of);
    }

    public boolean passed() {
      return failed == 0;
    }
  }

  /** The result of a check, if known. */
  public Optional<Result> result(Check check) {
    return Optional.ofNullable(results.get(check));
  }

  /** The controls of an account. */
  public static Controls of(
      Plan plan,
      Map<UserName, ReportedUser> reported,
      Optional<ReportedRoot> root,
      Inventory inventory) {
    Set<UserName> rotating =
        plan.entries().stream()
            .filter(Plan.Decided.class::isInstance)
            .map(Plan.Decided.class::cast)
            .filter(decided -> decided.facts().record() instanceof RotationRecord.UnderWay)
            .map(Plan.Decided::user)
            .collect(Collectors.toSet());
    List<SeenKey> two = inventory.severalOfOneUser();
    List<SeenKey> several = two.stream().filter(key -> !rotating.contains(key.user())).toList();
    List<ReportedUser> signing =
        reported.values().stream()
            .filter(user -> user.signIn().filter(SignIn::hasPassword).isPresent())
            .sorted(Comparator.comparing(ReportedUser::user))
            .toList();
    List<UserName> passwords =
        users(signing, user -> user.password().filter(last -> old(last, plan.today())).isPresent());
    List<UserName> withoutMfa = users(signing, user -> !user.mfa());

    Map<Check, Result> results = new EnumMap<>(Check.class);
    results.put(
        Check.OLD, new Result(inventory.olderThan(OLDEST_DAYS).size(), inventory.keys().size()));
    results.put(
        Check.SEVERAL,
        new Result(
            distinct(several),
            (int) inventory.keys().stream().map(SeenKey::user).distinct().count()));
    if (inventory.reported()) {
      results.put(
          Check.UNUSED,
          new Result(
              inventory.unusedFor(UNUSED_DAYS).size() + passwords.size(),
              inventory.keys().size() - (int) inventory.usesUnknown() + signing.size()));
    }
    if (reported.values().stream().anyMatch(user -> user.signIn().isPresent())) {
      results.put(Check.USER_MFA, new Result(withoutMfa.size(), signing.size()));
    }
    root.ifPresent(
        told -> {
          results.put(Check.ROOT_KEY, new Result(told.activeKeys() > 0 ? 1 : 0, 1));
          results.put(Check.ROOT_MFA, new Result(told.mfa() ? 0 : 1, 1));
        });
    return new Controls(
        results,
        several,
        two.stream().map(SeenKey::user).filter(rotating::contains).distinct().toList(),
        passwords,
        withoutMfa);
  }

  private static int distinct(List<SeenKey> keys) {
    return (int) keys.stream().map(SeenKey::user).distinct().count();
  }

  private static boolean old(Instant last, LocalDate today) {
    return ChronoUnit.DAYS.between(LocalDate.ofInstant(last, ZoneOffset.UTC), today) >= UNUSED_DAYS;
  }

  private static List<UserName> users(List<ReportedUser> signing, Predicate<SignIn> which) {
    return signing.stream()
        .filter(user -> user.signIn().filter(which).isPresent())
        .map(ReportedUser::user)
        .toList();
  }
}
