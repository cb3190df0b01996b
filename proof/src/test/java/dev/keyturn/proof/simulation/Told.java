package dev.keyturn.proof.simulation;

import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Plan;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Verb;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares a run's report with its effects: promises 5 and 7. A run does what its plan says, or
 * reports for which user it did not, and why.
 */
final class Told {
  /** The allowed effects of a kind of decision. */
  private static final Map<Verb, EnumSet<Call>> MAY =
      new EnumMap<>(
          Map.of(
              Verb.WARN,
              EnumSet.of(Call.SEND_MAIL, Call.TAG),
              Verb.ROTATE,
              EnumSet.of(
                  Call.TAG,
                  Call.UNTAG,
                  Call.CREATE_KEY,
                  Call.DELETE_KEY,
                  Call.STORE_FILE,
                  Call.CLAIM_NAME,
                  Call.SEND_MAIL),
              Verb.DEACTIVATE,
              EnumSet.of(Call.TAG, Call.DEACTIVATE_KEY, Call.SEND_MAIL),
              Verb.DELETE,
              EnumSet.of(Call.TAG, Call.UNTAG, Call.DELETE_KEY, Call.SEND_MAIL),
              Verb.CLEAR,
              EnumSet.of(Call.UNTAG),
              Verb.HOLD,
              EnumSet.of(Call.SEND_MAIL)));

  private final Machine machine;
  private final Judge judge;

  Told(Machine machine) {
    this.machine = machine;
    this.judge = machine.scene().judge();
  }

  /** Counts decisions. */
  void planned(Plan plan) {
    for (Plan.Entry entry : plan.entries()) {
      Reason reason =
          switch (entry) {
            case Plan.Decided decided -> decided.decision().reason();
            case Plan.Quiet quiet -> quiet.why();
            case Plan.Unread _ -> Reason.Hold.READ_FAILED;
          };
      judge.tally.count((Enum<?>) reason);
      if (reason == Reason.Nothing.REMINDED) {
        judge.reminders.keptSilent(entry.user().value(), plan.today());
      }
    }
  }

  void reported(Plan plan, Report report) {
    Map<UserName, Row> rows = new TreeMap<>();
    report.rows().forEach(row -> rows.put(row.user(), row));
    Map<String, Due> due = new TreeMap<>();
    for (Plan.Entry entry : plan.entries()) {
      if (entry instanceof Plan.Unread) {
        judge.demand(rows.containsKey(entry.user()), () -> "no row for the unread " + entry.user());
      } else if (entry instanceof Plan.Decided decided && decided.decision() instanceof Due what) {
        judge.demand(rows.containsKey(entry.user()), () -> "no row for " + entry.user());
        due.put(entry.user().value(), what);
      }
    }
    rows.values().forEach(row -> row(row, due));
    machine.did.forEach(
        (user, did) -> {
          Due what = due.get(user);
          judge.demand(
              what != null && may(what).containsAll(did),
              () -> "%s was planned for %s, and done was %s".formatted(what, user, did));
        });
  }

  /** The rotation of a compromised key ends with its deactivation, in the same run. */
  private EnumSet<Call> may(Due due) {
    EnumSet<Call> may = EnumSet.copyOf(MAY.getOrDefault(due.verb(), none()));
    if (due instanceof Decision.Rotate rotate && judge.compromised(rotate.oldKey().value())) {
      may.add(Call.DEACTIVATE_KEY);
    }
    if (due.reason() == Reason.Deactivate.STILL_UNUSED) {
      may.add(Call.UNTAG);
    }
    return may;
  }

  private static EnumSet<Call> none() {
    return EnumSet.noneOf(Call.class);
  }

  private void row(Row row, Map<String, Due> due) {
    judge.tally.count((Enum<?>) row.decision().reason());
    judge.tally.count(Came.of(row.outcome()));
    Due planned = due.get(row.user().value());
    switch (row.outcome()) {
      case Outcome.Failed failed -> {
        judge.demand(!failed.error().isEmpty(), () -> "a failure without words: " + row);
        judge.demand(!failed.error().contains("defect"), () -> "a defect: " + row);
      }
      case Outcome.Done _, Outcome.Rotated _, Outcome.Deferred _, Outcome.Planned _ -> {
        boolean otherwise = row.decision().reason() == Reason.Hold.CHANGED_MEANWHILE;
        judge.demand(
            planned != null && (otherwise || row.decision().verb() == planned.verb()),
            () -> "planned was %s, told is %s".formatted(planned, row));
        if (!otherwise && !(row.outcome() instanceof Outcome.Deferred)) {
          did(row);
        }
      }
    }
    if (row.decision() instanceof Decision.Hold hold
        && hold.reason() == Reason.Hold.CHANGED_MEANWHILE) {
      judge.demand(
          !hold.detail().isEmpty(), () -> "changed, and the report does not say how: " + row);
    }
  }

  /** Everything reported as done was done. */
  private void did(Row row) {
    TreeSet<Call> did = machine.did.getOrDefault(row.user().value(), new TreeSet<>());
    boolean done =
        switch (row.decision().verb()) {
          case WARN, DELETE -> did.contains(Call.SEND_MAIL);
          case ROTATE, DEACTIVATE -> did.contains(Call.TAG);
          case CLEAR -> did.contains(Call.UNTAG);
          case HOLD -> true;
        };
    judge.demand(done, () -> "told as done is %s, and done was %s".formatted(row, did));
    if (row.outcome() instanceof Outcome.Rotated rotated) {
      KeyStory made = judge.key(rotated.newKey().value());
      judge.demand(
          !made.ours || !made.announced.equals(KeyStory.NEVER),
          () -> "reported as rotated, and no mail announced " + made);
    }
  }

  /** The outcome of a row. */
  enum Came {
    PLANNED,
    LEFT,
    DONE,
    ROTATED,
    FAILED;

    static Came of(Outcome outcome) {
      return switch (outcome) {
        case Outcome.Planned _ -> PLANNED;
        case Outcome.Deferred _ -> LEFT;
        case Outcome.Done _ -> DONE;
        case Outcome.Rotated _ -> ROTATED;
        case Outcome.Failed _ -> FAILED;
      };
    }
  }
}
