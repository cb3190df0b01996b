package dev.keyturn.plan;

import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Decision.GraceAnew;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.OffFrom;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.port.Allowance;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * SES's daily quota: where it will not do for the mails of a run, users whose owners could not be
 * told are not begun. What an earlier run began goes first, then steps on keys, then warnings,
 * which come again tomorrow.
 *
 * @param mails that are due
 * @param left the users who are left for the next run
 * @param outcome what becomes of them
 */
public record MailQuota(int mails, Set<UserName> left, Outcome outcome) {
  public MailQuota {
    left = Set.copyOf(left);
  }

  /** For those of a plan who are not left for another reason. */
  public static MailQuota of(
      List<Plan.Entry> entries, Set<UserName> leftAlready, Allowance allowance) {
    List<Plan.Decided> telling =
        entries.stream()
            .filter(Plan.Decided.class::isInstance)
            .map(Plan.Decided.class::cast)
            .filter(entry -> entry.decision() instanceof Due due && tells(due))
            .filter(entry -> !leftAlready.contains(entry.user()))
            .sorted(Quota.ORDER)
            .toList();
    long allowed = allowed(allowance);
    return new MailQuota(
        telling.size(),
        telling.stream().skip(allowed).map(Plan.Decided::user).collect(Collectors.toSet()),
        new Outcome.Left(
            "not begun: SES lets this account send %d more mails in these 24 hours; the next run does it"
                .formatted(allowed)));
  }

  private static long allowed(Allowance allowance) {
    return switch (allowance) {
      case Allowance.Known known -> known.left();
      case Allowance.Paused _ -> 0;
      case Allowance.Unknown _ -> Long.MAX_VALUE;
    };
  }

  /** Whether any mail is due. */
  public static boolean needed(List<Plan.Entry> entries) {
    return entries.stream()
        .anyMatch(
            entry ->
                entry instanceof Plan.Decided decided
                    && decided.decision() instanceof Due due
                    && tells(due));
  }

  /** Whether its owner is told of it. */
  private static boolean tells(Due due) {
    return switch (due) {
      case Warn _, GraceAnew _, Rotate _, Delete _ -> true;
      case Deactivate deactivate -> deactivate.from() != OffFrom.RECORDING;
      case Clear _ -> false;
      case Hold hold -> hold.ownerHears();
    };
  }
}
