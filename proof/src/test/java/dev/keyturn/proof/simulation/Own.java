package dev.keyturn.proof.simulation;

import dev.keyturn.policy.Policy;
import java.util.Map;
import java.util.Optional;

/** A user's thresholds as the judge reads them, according to docs/settings.md. */
record Own(int warning, int overdue) {
  static final String WARNING_TAG = "keyturn-warning-days";
  static final String OVERDUE_TAG = "keyturn-overdue-days";

  /** Reads tags with lower-case keys. */
  static Own of(Map<String, String> tags, Policy policy) {
    Own usual = new Own(policy.warningDays(), policy.overdueDays());
    return policy
        .limits()
        .overdueDays()
        .map(most -> read(tags, usual).filter(own -> own.within(usual, most)).orElse(usual))
        .orElse(usual);
  }

  private static Optional<Own> read(Map<String, String> tags, Own usual) {
    Optional<String> overdue = Optional.ofNullable(tags.get(OVERDUE_TAG)).map(String::strip);
    Optional<String> warning = Optional.ofNullable(tags.get(WARNING_TAG)).map(String::strip);
    if (!overdue.orElse("0").matches("[0-9]{1,9}") || !warning.orElse("0").matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    int days = overdue.map(Integer::parseInt).orElse(usual.overdue);
    return Optional.of(
        new Own(warning.map(Integer::parseInt).orElse(days - usual.overdue + usual.warning), days));
  }

  /** Later than usual, not later than allowed, and warned for at least as long. */
  private boolean within(Own usual, int most) {
    return overdue >= usual.overdue
        && overdue <= most
        && warning >= usual.warning
        && overdue - warning >= usual.overdue - usual.warning;
  }
}
