package dev.keyturn.demo;

import dev.keyturn.event.Row;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Verb;
import dev.keyturn.report.Cells;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;

/** The rows of reports as sentences; a row that repeats each day is shown only the first time. */
public final class Story {
  private final Set<String> toldAlready = new HashSet<>();
  private final String often;

  /** A story of runs that repeat warnings after this number of days. */
  Story(int remindEvery) {
    this.often = remindEvery == 1 ? "daily" : "every %s days".formatted(remindEvery);
  }

  /** Whether a row is new. */
  public boolean isNews(Row row) {
    boolean daily =
        row.decision().verb() == Verb.WARN
            || row.decision().verb() == Verb.HOLD
            || row.outcome() instanceof Row.Outcome.Left;
    return !daily || toldAlready.add(row.user() + " " + row.decision().reason() + row.keys());
  }

  /** One line. */
  public String line(Row row, LocalDate today) {
    if (row.outcome() instanceof Row.Outcome.Failed failed) {
      return "FAILED: " + failed.error();
    }
    if (row.outcome() instanceof Row.Outcome.Left left) {
      return row.decision().verb().word() + " is due, " + left.why();
    }
    AccessKey oldest = row.keys().getFirst();
    String old =
        "key %s, %s days old".formatted(shortened(oldest.id().value()), oldest.ageDays(today));
    return switch (row.decision()) {
      case Warn warn -> warned(warn.reason(), old);
      case RestartGrace _ -> "notified: the old key is on again, its grace period restarts";
      case Rotate rotate ->
          old
              + ", is replaced by "
              + Cells.newKey(row).map(Story::shortened).orElse("a new one")
              + (rotate.reason() == Reason.Rotate.COMPROMISED ? ", and goes off at once" : "");
      case Deactivate deactivate -> deactivated(deactivate.reason(), old);
      case Delete _ -> old + ", is deleted";
      case Clear clear -> "the record is cleared: " + clear.reason().meaning();
      case Hold hold -> "held, nothing is changed: " + hold.reason().meaning();
    };
  }

  /** The end of a key's id, which is enough to distinguish keys. */
  public static String shortened(String keyId) {
    return "…" + keyId.substring(keyId.length() - 4);
  }

  private static String deactivated(Reason.Deactivate reason, String old) {
    return switch (reason) {
      case TURNED_OFF_BY_OWNER -> old + ": its owner deactivated it; noted";
      case STILL_UNUSED -> old + ", is deactivated: nothing uses it";
      default -> old + ", is deactivated";
    };
  }

  private String warned(Reason.Warn reason, String old) {
    return switch (reason) {
      case BOTH_ACTIVE, SLOT_TAKEN ->
          "warned " + often + " from now on: " + old + ", and there is no room for a new one";
      case UNUSED -> "warned " + often + " from now on: nothing uses " + old;
      default -> "warned " + often + " from now on: " + old;
    };
  }
}
