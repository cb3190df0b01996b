package dev.keyturn.org;

import dev.keyturn.facts.AccountId;
import dev.keyturn.plan.Claim;
import dev.keyturn.plan.Deferral;
import dev.keyturn.plan.Plan;
import dev.keyturn.policy.Verb;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is due in an account, before limits that accounts share.
 *
 * @param claims what is due, if the limits allow it
 * @param waiting what is due and waits for another day, whatever the limits
 * @param unread the number of users that could not be read
 * @param failure what is said about them; empty if there are none
 * @param hold what a tag of the account says that keeps it from being changed; may be empty
 */
public record Survey(
    AccountId account,
    int users,
    int managed,
    List<Claim> claims,
    List<Claim> waiting,
    int unread,
    String failure,
    String hold,
    KeyAges keys) {
  public Survey {
    claims = List.copyOf(claims);
    waiting = List.copyOf(waiting);
  }

  static Survey of(AccountId account, Plan plan, String hold, KeyAges keys) {
    return new Survey(
        account,
        plan.users(),
        plan.managed(),
        Stream.concat(
                plan.due().stream(),
                plan.deferred().stream()
                    .filter(user -> ofLimits(user.why()))
                    .map(Plan.Deferred::planned))
            .map(Claim::of)
            .toList(),
        plan.deferred().stream()
            .filter(user -> !ofLimits(user.why()))
            .map(user -> Claim.of(user.planned()))
            .toList(),
        plan.unread().size(),
        plan.unread().stream()
            .findFirst()
            .map(
                first ->
                    AccountResult.failures(
                        plan.unread().size(), first.user(), first.failure().message()))
            .orElse(""),
        hold,
        keys);
  }

  /** Whether a limit that accounts share is the reason. */
  private static boolean ofLimits(Deferral why) {
    return switch (why) {
      case Deferral.ByLimit _, Deferral.ByAllotment _, Deferral.ByMailQuota _ -> true;
      case Deferral.ByCalendar _, Deferral.ByDeadline _ -> false;
    };
  }

  /**
   * Whether an apply belongs to a run over the account, even if nothing is due: it keeps what it
   * saw of keys in a rotation.
   */
  public boolean acts() {
    return hold.isEmpty() && managed > 0;
  }

  /** What would be done if no limit allowed anything. */
  public List<Claim> pending() {
    return shared().stream().filter(Survey::touches).toList();
  }

  /** A hold that its owner does not hear of is a row only. */
  private static boolean touches(Claim claim) {
    return claim.verb() != Verb.HOLD || claim.mails() > 0;
  }

  /** Why the account is in its {@linkplain #state state}; may be empty. */
  public String detail() {
    return unread > 0 ? failure : hold;
  }

  /** The claims on what accounts share: none, if nothing is to be changed. */
  public List<Claim> shared() {
    return hold.isEmpty() ? claims : List.of();
  }

  /** The numbers if these users are left for a later run. */
  public AccountResult.Counts counts(List<Claim> deferred) {
    Map<Verb, Integer> by = new EnumMap<>(Verb.class);
    claims.forEach(claim -> by.merge(claim.verb(), 1, Integer::sum));
    deferred.forEach(claim -> by.merge(claim.verb(), -1, Integer::sum));
    return new AccountResult.Counts(users, managed, by, deferred.size() + waiting.size(), unread);
  }

  /** What a plan says of the account if these users are left for a later run. */
  public AccountState state(List<Claim> deferred) {
    if (unread > 0) {
      return AccountState.FAILED;
    }
    if (!hold.isEmpty()) {
      return AccountState.HELD;
    }
    Set<Claim> later = Set.copyOf(deferred);
    boolean due = claims.stream().anyMatch(claim -> touches(claim) && !later.contains(claim));
    return due
        ? AccountState.DUE
        : deferred.isEmpty() && waiting.isEmpty() ? AccountState.QUIET : AccountState.DEFERRED;
  }
}
