package dev.keyturn.doctor;

import java.util.List;

/**
 * All findings.
 *
 * @param name of the installation; empty if it has none
 * @param account twelve digits; empty if unknown
 * @param caller the ARN of the caller; empty if unknown
 * @param findings by section
 */
public record Diagnosis(String name, String account, String caller, List<Finding> findings) {
  public Diagnosis {
    findings = List.copyOf(findings);
  }

  public long count(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }
}
