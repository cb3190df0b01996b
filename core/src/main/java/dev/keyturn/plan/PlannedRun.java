package dev.keyturn.plan;

import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Policy;
import dev.keyturn.port.ReportedUser;
import java.util.Map;
import java.util.function.Consumer;

/** A run that has made a plan: what a report of it needs to know beyond the plan. */
public interface PlannedRun {
  /** The numbers that this run decides by. */
  Policy policy();

  /**
   * All users of the credential report that the last plan rests on, up to four hours old; empty if
   * there was none.
   */
  Map<UserName, ReportedUser> reported();

  /** Passes on each day from today to the last day of the plan, as it would be planned then. */
  void forecast(Plan plan, Consumer<Forecast.Day> sink);
}
