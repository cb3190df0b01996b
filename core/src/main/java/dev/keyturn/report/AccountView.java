package dev.keyturn.report;

import dev.keyturn.event.Report;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Plan;
import dev.keyturn.port.ReportedUser;
import dev.keyturn.port.SignIn;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The source of every form of a report: the account as it was before a run, and the run.
 *
 * @param alias of the account, if it has one and it was asked for
 * @param remarks what the report leaves out, and what prevents an apply, each a sentence
 * @param reported the users in the credential report; empty without a report
 */
public record AccountView(
    Plan plan,
    Report report,
    Optional<String> alias,
    List<String> remarks,
    Map<UserName, ReportedUser> reported,
    Inventory inventory,
    Controls controls) {
  public AccountView {
    remarks = List.copyOf(remarks);
    reported = Map.copyOf(reported);
  }

  /**
   * The view of a run.
   *
   * @param plan made as a {@linkplain dev.keyturn.plan.PlanHorizon.Survey survey}
   * @param report of the plan, or of what was done by it
   */
  public static AccountView of(Plan plan, Report report) {
    Map<UserName, ReportedUser> reported = plan.reported();
    Inventory inventory = Inventory.of(plan);
    return new AccountView(
        plan,
        report,
        Optional.empty(),
        List.of(),
        reported,
        inventory,
        Controls.of(plan, reported, plan.reportedRoot(), inventory));
  }

  /** The same, with the alias of the account. */
  public AccountView named(Optional<String> other) {
    return new AccountView(plan, report, other, remarks, reported, inventory, controls);
  }

  /** The same, with remarks. */
  public AccountView remarking(List<String> sentences) {
    return new AccountView(plan, report, alias, sentences, reported, inventory, controls);
  }

  /** What can replace a key. */
  public WayOff wayOff(SeenKey key) {
    boolean person =
        Optional.ofNullable(reported.get(key.user()))
            .flatMap(ReportedUser::signIn)
            .filter(SignIn::hasPassword)
            .isPresent();
    return WayOff.of(key, person);
  }

  /** The date from AWS's clock, with the time of day from this machine, in whole seconds. */
  public Instant time() {
    return report
        .date()
        .atTime(LocalTime.ofInstant(plan.began(), ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS))
        .toInstant(ZoneOffset.UTC);
  }
}
