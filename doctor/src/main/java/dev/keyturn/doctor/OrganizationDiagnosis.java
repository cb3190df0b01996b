package dev.keyturn.doctor;

import java.util.Comparator;
import java.util.List;

/**
 * What was found in the accounts of an organization.
 *
 * @param id of the organization
 * @param accounts by account
 */
public record OrganizationDiagnosis(String id, List<MemberDiagnosis> accounts) {
  public OrganizationDiagnosis {
    accounts = accounts.stream().sorted(Comparator.comparing(MemberDiagnosis::account)).toList();
  }

  /** The number of accounts of which this is the worst finding. */
  public long count(Severity severity) {
    return accounts.stream()
        .filter(account -> account.leftOut().isEmpty() && account.severity() == severity)
        .count();
  }

  /** The number of accounts that are not worked on. */
  public long leftOut() {
    return accounts.stream().filter(account -> !account.leftOut().isEmpty()).count();
  }
}
