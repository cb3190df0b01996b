package dev.keyturn.lambda;

import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.org.AccountState;
import dev.keyturn.org.KeyAges;
import dev.keyturn.org.OrganizationReport;
import dev.keyturn.policy.Policy;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Verb;
import dev.keyturn.report.Inventory;
import dev.keyturn.run.AfterRun;
import dev.keyturn.run.DigestSender.Sent;
import dev.keyturn.run.EventPublisher.Published;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * The metrics of a run, by their names in CloudWatch. Metrics of keys cover all active keys of
 * managed users before the run, including users for whom the run did nothing.
 */
final class RunMetrics {
  /** A cleared record changes no key. */
  private static final Set<Verb> MEASURED = EnumSet.complementOf(EnumSet.of(Verb.CLEAR));

  private RunMetrics() {}

  /** A value with CloudWatch's name of its unit. */
  record Measure(String unit, double value) {
    static Measure count(long number) {
      return new Measure("Count", number);
    }
  }

  /**
   * The metrics of one run.
   *
   * @param keys of managed users
   * @param after an unsent digest counts as undelivered, and so does each event that was not put
   */
  static Map<String, Measure> of(
      Report report, Inventory keys, Policy policy, AfterRun.Result after) {
    Map<String, Measure> measures = new LinkedHashMap<>();
    measures.put("Runs", Measure.count(1));
    measures.putAll(ages(KeyAges.of(keys, policy)));
    measures.putAll(users(report::count));
    measures.put("Failed", Measure.count(report.failed()));
    measures.put("Deferred", Measure.count(report.deferred()));
    measures.put(
        "Undelivered",
        Measure.count(
            notNotified(report)
                + (after.digest() instanceof Sent.Not ? 1 : 0)
                + (after.events() instanceof Published.Not not ? not.events() : 0)));
    measures.put("ApiCalls", Measure.count(report.apiCalls()));
    measures.put("DurationSeconds", new Measure("Seconds", report.time().toMillis() / 1000.0));
    return measures;
  }

  /**
   * The metrics of a run over an organization.
   *
   * @param undelivered users that no mail reaches, and mails of Summarize that could not be sent
   */
  static Map<String, Measure> of(OrganizationReport report, KeyAges keys, long undelivered) {
    Map<String, Measure> measures = new LinkedHashMap<>();
    measures.put("Runs", Measure.count(1));
    measures.put("Accounts", Measure.count(report.accounts().size()));
    measures.put("AccountsActed", Measure.count(report.count(AccountState.ACTED)));
    measures.put("AccountsFailed", Measure.count(report.count(AccountState.FAILED)));
    measures.put("AccountsDenied", Measure.count(report.count(AccountState.DENIED)));
    measures.put("AccountsLost", Measure.count(report.count(AccountState.LOST)));
    measures.putAll(ages(keys));
    measures.putAll(users(report::users));
    measures.put("Failed", Measure.count(report.failed()));
    measures.put("Deferred", Measure.count(report.deferred()));
    measures.put("Undelivered", Measure.count(undelivered));
    return measures;
  }

  private static Map<String, Measure> ages(KeyAges keys) {
    Map<String, Measure> measures = new LinkedHashMap<>();
    measures.put("OldestKeyAgeDays", Measure.count(keys.oldestDays()));
    measures.put("KeysPastWarning", Measure.count(keys.pastWarning()));
    measures.put("KeysPastOverdue", Measure.count(keys.pastOverdue()));
    return measures;
  }

  /** The metrics of a run that could not begin, and leaves users for the next one. */
  static Map<String, Measure> ofDeferred(int users) {
    return Map.of("Deferred", Measure.count(users));
  }

  /** The number of users with each decision, such as {@code Warned}. */
  static Map<String, Measure> users(ToLongFunction<Verb> count) {
    Map<String, Measure> measures = new LinkedHashMap<>();
    for (Verb verb : MEASURED) {
      String done = verb.done();
      measures.put(
          done.substring(0, 1).toUpperCase(Locale.ROOT) + done.substring(1),
          Measure.count(count.applyAsLong(verb)));
    }
    return measures;
  }

  /** The number of users that no mail reaches, or whose mail could not be sent. */
  static long notNotified(Report report) {
    return report.rows().stream().filter(RunMetrics::notNotified).count();
  }

  private static boolean notNotified(Row row) {
    Reason reason = row.decision().reason();
    return reason == Reason.Hold.ADDRESS_GONE
        || reason == Reason.Hold.ADDRESS_INVALID
        || reason == Reason.Hold.ADDRESS_SUPPRESSED
        || (row.outcome() instanceof Row.Outcome.Failed failed && failed.mail());
  }
}
