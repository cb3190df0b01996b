package dev.keyturn.policy;

import static dev.keyturn.facts.Thresholds.OVERDUE_TAG;
import static dev.keyturn.facts.Thresholds.WARNING_TAG;

import dev.keyturn.facts.Facts;
import dev.keyturn.facts.Thresholds;
import java.util.Optional;

/**
 * {@code MAX_OVERDUE_DAYS}: thresholds of one user, by the user's tags. Many people can write tags,
 * so tags only ever give a key more time, up to that limit, and never shorten the time for which
 * its owner is warned. Without the limit, and with a value out of bounds, the installation's
 * thresholds count.
 *
 * @param policy with the thresholds that count
 * @param refused why the tags do not count; empty if they do, or ask for nothing
 */
public record OwnThresholds(Policy policy, Optional<Remark> refused) {

  /** The thresholds of a user; the same where it is given a policy that it returned. */
  public static OwnThresholds of(Facts user, Policy policy) {
    return of(user.thresholds(), policy);
  }

  /** The thresholds of a user with these tags. */
  public static OwnThresholds of(Thresholds tags, Policy policy) {
    return policy
        .limits()
        .overdueDays()
        .filter(_ -> !tags.equals(Thresholds.none()))
        .map(most -> of(tags, policy, most))
        .orElseGet(() -> new OwnThresholds(policy, Optional.empty()));
  }

  private static OwnThresholds of(Thresholds tags, Policy policy, int most) {
    Read overdue =
        Read.of(OVERDUE_TAG, tags.overdue(), policy.overdueDays(), policy.overdueDays(), most);
    int later = overdue.days() - policy.overdueDays();
    Read warning =
        Read.of(
            WARNING_TAG,
            tags.warning(),
            policy.warningDays() + later,
            policy.warningDays(),
            policy.warningDays() + later);
    Optional<Remark> refused = overdue.refused().or(warning::refused);
    return new OwnThresholds(
        refused.isPresent() ? policy : policy.with(warning.days(), overdue.days()), refused);
  }

  /** One tag: its number of days, or why it does not count. */
  private record Read(int days, Optional<Remark> refused) {
    static Read of(String key, Optional<String> tag, int without, int least, int most) {
      return tag.map(value -> of(key, value.strip(), without, least, most))
          .orElseGet(() -> new Read(without, Optional.empty()));
    }

    private static Read of(String key, String value, int without, int least, int most) {
      if (!value.matches("\\d{1,9}")) {
        return refused(
            without,
            Reason.Remark.UNREADABLE_THRESHOLD,
            "%s is '%s', which is no number of days".formatted(key, value));
      }
      int days = Integer.parseInt(value);
      return days >= least && days <= most
          ? new Read(days, Optional.empty())
          : refused(
              without,
              Reason.Remark.THRESHOLD_OUT_OF_BOUNDS,
              "%s is %s and may be %s to %s".formatted(key, days, least, most));
    }

    private static Read refused(int without, Reason.Remark reason, String why) {
      return new Read(
          without,
          Optional.of(new Remark(reason, why + "; WARNING_DAYS and OVERDUE_DAYS count instead")));
    }
  }
}
