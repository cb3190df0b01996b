package dev.keyturn.org;

import dev.keyturn.facts.AccountId;
import dev.keyturn.plan.Claim;
import dev.keyturn.port.Allowance;
import dev.keyturn.settings.Options.ActionLimit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Shares {@code MAX_ACTIONS_PER_RUN} and SES's quota out among accounts, in the order in which one
 * account would spend them: users that an earlier run started, then changes of keys from the oldest
 * key on, then warnings.
 */
public final class Allotments {
  private static final Comparator<Wanted> ORDER =
      Comparator.comparing(Wanted::claim, Claim.ORDER).thenComparing(Wanted::account);

  private final Map<AccountId, List<Claim>> granted = new TreeMap<>();
  private final Map<AccountId, List<Claim>> deferred = new TreeMap<>();

  private Allotments() {}

  private record Wanted(AccountId account, Claim claim) {}

  /**
   * What an account may do.
   *
   * @param actions at most this number of keys are replaced, deactivated or deleted
   * @param mails at most this number of mails are sent
   * @param sharing the number of accounts that share SES's rate; less than 1 counts as 1
   */
  public record Allotment(int actions, int mails, int sharing) {
    public Allotment {
      sharing = Math.max(1, sharing);
    }

    /** The allotment of an account that is worked on alone. */
    public Allotment(int actions, int mails) {
      this(actions, mails, 1);
    }
  }

  /** Shares out. */
  public static Allotments of(Collection<Survey> surveys, ActionLimit limit, Allowance allowance) {
    List<Wanted> wanted = new ArrayList<>();
    surveys.forEach(
        survey ->
            survey.shared().forEach(claim -> wanted.add(new Wanted(survey.account(), claim))));
    wanted.sort(ORDER);
    long actions = actions(limit);
    long mails = mails(allowance);
    Set<Wanted> refused = new HashSet<>();
    for (Wanted one : wanted) {
      if (one.claim().action() && --actions < 0) {
        refused.add(one);
      }
    }
    for (Wanted one : wanted) {
      if (!refused.contains(one)) {
        if (one.claim().mails() > mails) {
          refused.add(one);
        } else {
          mails -= one.claim().mails();
        }
      }
    }
    Allotments allotments = new Allotments();
    for (Wanted one : wanted) {
      (refused.contains(one) ? allotments.deferred : allotments.granted)
          .computeIfAbsent(one.account(), _ -> new ArrayList<>())
          .add(one.claim());
    }
    return allotments;
  }

  private static long actions(ActionLimit limit) {
    return switch (limit) {
      case ActionLimit.None _ -> Long.MAX_VALUE;
      case ActionLimit.AtMost(int most) -> most;
      case ActionLimit.Allotted(int most) -> most;
    };
  }

  private static long mails(Allowance allowance) {
    return switch (allowance) {
      case Allowance.Known known -> known.left();
      case Allowance.Paused _ -> 0;
      case Allowance.Unknown unknown -> unknown.left();
    };
  }

  /** What an account may do. */
  public Allotment of(AccountId account) {
    List<Claim> claims = granted.getOrDefault(account, List.of());
    return new Allotment(
        (int) claims.stream().filter(Claim::action).count(),
        claims.stream().mapToInt(Claim::mails).sum());
  }

  /** The users of an account that are left for a later run. */
  public List<Claim> deferred(AccountId account) {
    return deferred.getOrDefault(account, List.of());
  }
}
