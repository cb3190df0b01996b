package dev.keyturn.plan;

import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Reason;
import java.util.List;
import java.util.function.Function;

/** The rows of a report that follow from a plan alone. */
public final class Rows {
  private Rows() {}

  /** The users who stand in the report: something was decided, or they could not be read. */
  public static List<Plan.Entry> due(Plan plan) {
    return plan.entries().stream()
        .filter(
            entry ->
                entry instanceof Plan.Unread
                    || (entry instanceof Plan.Decided decided && decided.decision() instanceof Due))
        .toList();
  }

  /** Whether anything is to be written for anybody. */
  public static boolean touch(Plan plan) {
    return due(plan).stream().anyMatch(Rows::touches);
  }

  /** Whether anything is to be written for a user who stands in the report. */
  public static boolean touches(Plan.Entry entry) {
    return entry instanceof Plan.Decided decided
        && !(decided.decision() instanceof Hold hold && !hold.ownerHears());
  }

  /** A row for each who stands in the report. */
  public static List<Row> each(Plan plan, Function<Plan.Decided, Outcome> outcome) {
    return due(plan).stream()
        .map(
            entry ->
                switch (entry) {
                  case Plan.Quiet quiet -> throw new IllegalStateException(quiet + " is due");
                  case Plan.Unread unread -> of(unread);
                  case Plan.Decided decided -> of(decided, outcome.apply(decided));
                })
        .toList();
  }

  /** A user for whom something is due, as planned. */
  public static Row of(Plan.Decided decided, Outcome outcome) {
    return new Row(
        decided.user(), decided.owner(), decided.facts().keys(), (Due) decided.decision(), outcome);
  }

  /** A user who could not be read. */
  public static Row of(Plan.Unread unread) {
    return new Row(
        unread.user(),
        unread.owner(),
        List.of(),
        new Hold(Reason.READ_FAILED),
        new Outcome.Failed(unread.failure().message()));
  }
}
