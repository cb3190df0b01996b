package dev.keyturn.report;

import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.UserDecision;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Remedies;
import dev.keyturn.policy.Remedy;
import dev.keyturn.policy.Remedy.Advice;
import dev.keyturn.policy.Setup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The held users of a report, and what ends each hold. */
public final class Held {
  private final Report report;
  private final Setup setup;
  private final Map<UserName, UserDecision> planned;

  public Held(Plan plan, Report report) {
    this.setup = plan.setup();
    this.report = report;
    this.planned =
        plan.decisions().stream()
            .filter(decided -> decided.decision() instanceof Hold)
            .collect(Collectors.toMap(UserDecision::user, Function.identity()));
  }

  /** A held user. */
  public record HeldRow(Row row, Hold hold) {
    /** A row, if it is a hold, and the run did not fail for the user. */
    public static Optional<HeldRow> of(Row row) {
      return row.decision() instanceof Hold hold && !(row.outcome() instanceof Outcome.Failed)
          ? Optional.of(new HeldRow(row, hold))
          : Optional.empty();
    }
  }

  /** The held users, without those for which the run failed. */
  public static List<HeldRow> rows(Report report) {
    return report.rows().stream().flatMap(row -> HeldRow.of(row).stream()).toList();
  }

  /**
   * What ends a hold, or first what a person does about a key that may be in other hands. If the
   * row is not as planned, its facts are unknown, so the next run decides.
   */
  public Remedy remedy(HeldRow held) {
    Optional<Advice> urgent = Cells.advice(held.row());
    if (urgent.isPresent()) {
      return urgent.get();
    }
    UserDecision before = planned.get(held.row().user());
    return before != null && before.decision().equals(held.hold())
        ? Remedies.mend(before.facts(), held.hold(), report.date(), setup)
        : new Remedy.Hint("The next run looks again.");
  }
}
