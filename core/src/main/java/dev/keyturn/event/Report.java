package dev.keyturn.event;

import dev.keyturn.policy.Verb;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/**
 * What a run did or would do.
 *
 * @param name of the installation
 * @param accountId twelve digits
 * @param rows the users with a decision or a failure, in their {@linkplain Row#ORDER order}
 * @param neverRotated overdue keys that no run will rotate until a person acts, oldest first
 */
public record Report(
    String name,
    Mode mode,
    String accountId,
    LocalDate date,
    String runId,
    int users,
    int managed,
    long apiCalls,
    Duration time,
    List<Row> rows,
    List<NeverRotated> neverRotated) {
  public Report {
    rows = List.copyOf(rows);
    neverRotated = List.copyOf(neverRotated);
  }

  /** The two kinds of run. */
  public enum Mode {
    PLAN,
    APPLY
  }

  /**
   * The number of users with this decision that neither failed nor were deferred. A compromised key
   * that was replaced and deactivated at once counts as both.
   */
  public long count(Verb verb) {
    return rows.stream()
        .filter(row -> row.decision().verb() == verb || (verb == Verb.DEACTIVATE && shutOut(row)))
        .filter(
            row ->
                !(row.outcome() instanceof Row.Outcome.Failed
                    || row.outcome() instanceof Row.Outcome.Deferred))
        .count();
  }

  private static boolean shutOut(Row row) {
    return row.outcome() instanceof Row.Outcome.Rotated rotated && rotated.oldKeyOff();
  }

  /** The number of users deferred to the next run. */
  public long deferred() {
    return rows.stream().filter(row -> row.outcome() instanceof Row.Outcome.Deferred).count();
  }

  public long failed() {
    return rows.stream().filter(row -> row.outcome() instanceof Row.Outcome.Failed).count();
  }
}
