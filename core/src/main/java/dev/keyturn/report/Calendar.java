package dev.keyturn.report;

import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Forecast;
import dev.keyturn.plan.Plan;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Verb;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is due on each of the next days if owners only fetch and use their new keys. The planner
 * decides it day by day. Users that could not be read are missing.
 *
 * @param days from today to the last day of the plan
 */
public record Calendar(List<Day> days) {
  public Calendar {
    days = List.copyOf(days);
  }

  /**
   * One day.
   *
   * @param due for how many users each verb is due, including users for which it was due the day
   *     before
   * @param begins what is due today but was not the day before, by user; on the first day, all that
   *     is due
   */
  public record Day(LocalDate date, Map<Verb, Integer> due, List<Change> begins) {
    public Day {
      due = Map.copyOf(due);
      begins = List.copyOf(begins);
    }

    /** The number of users. */
    public int due(Verb verb) {
      return due.getOrDefault(verb, 0);
    }

    /** The users for which it begins, by name. */
    public List<UserName> begin(Verb verb) {
      return begins.stream().filter(change -> change.verb() == verb).map(Change::user).toList();
    }
  }

  /** What begins for one user. */
  public record Change(UserName user, Verb verb, Reason reason) {}

  /** The calendar of all days that a plan was made for. */
  public static Calendar of(Plan plan) {
    Watch watch = new Watch();
    Forecast.each(plan, watch::see);
    return new Calendar(watch.days);
  }

  /** Compares each day with the one before. */
  private static final class Watch {
    private final List<Day> days = new ArrayList<>();
    private Map<UserName, Reason> before = Map.of();

    void see(Plan day) {
      Map<UserName, Reason> now = new HashMap<>();
      Map<Verb, Integer> due = new EnumMap<>(Verb.class);
      List<Change> begins = new ArrayList<>();
      for (Plan.Due user : day.due()) {
        Decision.Due decision = user.decision();
        due.merge(decision.verb(), 1, Integer::sum);
        now.put(user.user(), decision.reason());
        if (before.get(user.user()) != decision.reason()) {
          begins.add(new Change(user.user(), decision.verb(), decision.reason()));
        }
      }
      days.add(new Day(day.today(), due, begins));
      before = now;
    }
  }
}
