package dev.keyturn.org;

import dev.keyturn.policy.Verb;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a plan or a run over an organization says.
 *
 * @param name of the installation
 * @param id of the organization
 * @param accounts by account
 * @param remark on all accounts, if there is one
 */
public record OrganizationReport(
    String name, String id, LocalDate date, List<AccountResult> accounts, Optional<String> remark) {
  /** A report without a remark. */
  public OrganizationReport(String name, String id, LocalDate date, List<AccountResult> accounts) {
    this(name, id, date, accounts, Optional.empty());
  }

  public OrganizationReport {
    accounts = accounts.stream().sorted(Comparator.comparing(AccountResult::account)).toList();
  }

  /** The same about these accounts. */
  public OrganizationReport with(List<AccountResult> others) {
    return new OrganizationReport(name, id, date, others, remark);
  }

  /** The number of accounts in a state. */
  public long count(AccountState state) {
    return accounts.stream().filter(account -> account.state() == state).count();
  }

  /** The number of users with a decision, in all accounts. */
  public int users(Verb verb) {
    return accounts.stream().mapToInt(account -> account.counts().of(verb)).sum();
  }

  /** The number of users that are left for a later run. */
  public int deferred() {
    return accounts.stream().mapToInt(account -> account.counts().deferred()).sum();
  }

  /** The number of users that could not be read or finished. */
  public int failed() {
    return accounts.stream().mapToInt(account -> account.counts().failed()).sum();
  }

  /** The accounts that a person should look at. */
  public List<AccountResult> bad() {
    return accounts.stream().filter(account -> account.state().bad()).toList();
  }
}
