package dev.keyturn.doctor;

import dev.keyturn.doctor.probe.Fix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What was found in the accounts of an organization.
 *
 * @param id of the organization
 * @param accounts by account
 * @param emptyCanary what there is to say if no account is a canary though the settings name units
 */
public record OrganizationDiagnosis(
    String id, List<MemberDiagnosis> accounts, Optional<String> emptyCanary) {
  public OrganizationDiagnosis {
    accounts = accounts.stream().sorted(Comparator.comparing(MemberDiagnosis::account)).toList();
  }

  /** The findings in the hub, with those about the settings of the organization. */
  public Diagnosis with(Diagnosis hub) {
    List<Finding> all = new ArrayList<>(hub.findings());
    emptyCanary.ifPresent(
        found ->
            all.addFirst(
                new Finding(
                    Section.SETTINGS,
                    "canary",
                    Severity.WARNING,
                    found,
                    List.of(
                        new Fix.Advice(
                            "Name units with accounts in ORG_CANARY_UNITS (OrgCanaryUnits in the"
                                + " template), or move accounts into them.")))));
    return new Diagnosis(hub.name(), hub.account(), hub.caller(), all);
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
