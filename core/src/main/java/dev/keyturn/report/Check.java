package dev.keyturn.report;

import java.util.List;
import java.util.Optional;

/**
 * The checks of credentials in the CIS AWS Foundations Benchmark. The severities are those of the
 * controls of AWS Security Hub ({@code IAM.22}, {@code IAM.3}, {@code IAM.4}, {@code IAM.9}, {@code
 * IAM.5}); Security Hub has no control for several active keys, so its severity is our choice.
 */
public enum Check {
  UNUSED("Credentials unused for 45 days are disabled", Severity.MEDIUM, "1.12", "1.11 2.11 2.11"),
  SEVERAL("A user has one active access key", Severity.MEDIUM, "1.13", "1.12 2.12"),
  OLD("Access keys are rotated every 90 days", Severity.MEDIUM, "1.14", "1.13 2.13 2.12"),
  ROOT_KEY("The root user has no access key", Severity.CRITICAL, "", ""),
  ROOT_MFA("The root user has a second factor (MFA)", Severity.CRITICAL, "", ""),
  USER_MFA("Users with a password have a second factor (MFA)", Severity.MEDIUM, "", "");

  /** The versions of the benchmark, oldest first. */
  public static final List<String> VERSIONS =
      List.of("1.4", "1.5", "2.0", "3.0", "4.0", "5.0", "6.0", "7.0");

  /** The version that a page shows by default. */
  public static final String USUAL = "3.0";

  /** All versions before this one have the same numbers. */
  private static final int FIRST_NEW = VERSIONS.indexOf("5.0");

  /** The severity of a failure. */
  public enum Severity {
    MEDIUM,
    CRITICAL
  }

  private final String title;
  private final Severity severity;
  private final String upTo4;
  private final String from5;

  Check(String title, Severity severity, String upTo4, String from5) {
    this.title = title;
    this.severity = severity;
    this.upTo4 = upTo4;
    this.from5 = from5;
  }

  public String title() {
    return title;
  }

  public Severity severity() {
    return severity;
  }

  /**
   * The number of the recommendation in a version of the benchmark; empty if the version has no
   * such recommendation or its number is unknown.
   */
  public Optional<String> number(String version) {
    int index = VERSIONS.indexOf(version);
    if (index < 0 || upTo4.isEmpty()) {
      return Optional.empty();
    }
    List<String> later = List.of(from5.split(" ", -1));
    if (index < FIRST_NEW) {
      return Optional.of(upTo4);
    }
    return index - FIRST_NEW < later.size()
        ? Optional.of(later.get(index - FIRST_NEW))
        : Optional.empty();
  }
}
