package dev.keyturn.doctor;

import dev.keyturn.facts.AccountId;
import java.util.Comparator;
import java.util.List;

/**
 * What was found in an account of the organization.
 *
 * @param leftOut why the account is not worked on, and was not checked; empty if it was
 * @param findings by section
 */
public record MemberDiagnosis(
    AccountId account, String name, String leftOut, List<Finding> findings) {
  public MemberDiagnosis {
    findings = List.copyOf(findings);
  }

  /** An account that is not worked on. */
  public static MemberDiagnosis leftOut(AccountId account, String name, String why) {
    return new MemberDiagnosis(account, name, why, List.of());
  }

  /** The worst of all findings. */
  public Severity severity() {
    return worst(findings);
  }

  /** The worst of a section. */
  public Severity severity(Section section) {
    return worst(findings.stream().filter(finding -> finding.section() == section).toList());
  }

  /** Whether a section was checked. */
  public boolean checked(Section section) {
    return findings.stream().anyMatch(finding -> finding.section() == section);
  }

  private static Severity worst(List<Finding> findings) {
    return findings.stream()
        .map(Finding::severity)
        .max(Comparator.naturalOrder())
        .orElse(Severity.OK);
  }
}
