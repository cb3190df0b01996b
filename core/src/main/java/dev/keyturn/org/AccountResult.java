package dev.keyturn.org;

import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Verb;
import dev.keyturn.report.page.Words;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The result of an account.
 *
 * @param detail why, where the state does not say it; may be empty
 */
public record AccountResult(
    AccountId account, String name, AccountState state, String detail, Counts counts) {

  /** A result without numbers. */
  public static AccountResult of(AccountId account, String name, AccountState state, String why) {
    return new AccountResult(account, name, state, why, Counts.NONE);
  }

  /** What a run did in an account. */
  public static AccountResult of(AccountId account, String name, Report report) {
    Map<Verb, Integer> by = new EnumMap<>(Verb.class);
    for (Verb verb : Verb.values()) {
      by.put(verb, (int) report.count(verb));
    }
    boolean acted =
        by.entrySet().stream().anyMatch(one -> one.getKey() != Verb.HOLD && one.getValue() > 0);
    AccountState state =
        report.failed() > 0
            ? AccountState.FAILED
            : acted
                ? AccountState.ACTED
                : report.deferred() > 0 ? AccountState.DEFERRED : AccountState.QUIET;
    return new AccountResult(
        account,
        name,
        state,
        failures(report),
        new Counts(
            report.users(), report.managed(), by, (int) report.deferred(), (int) report.failed()));
  }

  private static String failures(Report report) {
    return report.rows().stream()
        .flatMap(
            row ->
                row.outcome() instanceof Row.Outcome.Failed failed
                    ? Stream.of(failures(report.failed(), row.user(), failed.error()))
                    : Stream.empty())
        .findFirst()
        .orElse("");
  }

  /**
   * What is said about users that failed.
   *
   * @param first one of them, and why
   */
  static String failures(long users, UserName first, String why) {
    return "%s failed; %s: %s".formatted(Words.count(users, "user"), first, why);
  }

  /** The same in another state. */
  public AccountResult in(AccountState other, Counts present) {
    return new AccountResult(account, name, other, detail, present);
  }

  /** The same with another detail. */
  public AccountResult because(String why) {
    return new AccountResult(account, name, state, why, counts);
  }

  /**
   * Numbers of users.
   *
   * @param users in the account
   * @param managed with an address tag, or a rotation in progress
   * @param by users by decision, without those that failed or are deferred
   * @param deferred left for a later run
   * @param failed that could not be read or finished
   */
  public record Counts(int users, int managed, Map<Verb, Integer> by, int deferred, int failed) {
    public static final Counts NONE = new Counts(0, 0, Map.of(), 0, 0);

    public Counts {
      by = Map.copyOf(by);
    }

    /** The number of users with this decision. */
    public int of(Verb verb) {
      return by.getOrDefault(verb, 0);
    }
  }
}
