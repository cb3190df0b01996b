package dev.keyturn.doctor;

import java.util.List;

/**
 * All that was found.
 *
 * @param name of the installation; may be empty, if it has none
 * @param account twelve digits; may be empty, if it is not known
 * @param caller whose credentials these are; may be empty, if it is not known
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
