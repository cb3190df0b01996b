package dev.keyturn.proof.organization;

import dev.keyturn.policy.Policy;
import dev.keyturn.proof.organization.Execution.End;
import dev.keyturn.proof.organization.OrganizationJudge.Event;
import dev.keyturn.proof.simulation.Dice;
import dev.keyturn.proof.simulation.MemberCompany;
import dev.keyturn.proof.simulation.Simulation;
import dev.keyturn.proof.simulation.Story;
import dev.keyturn.proof.simulation.Tally;
import dev.keyturn.proof.simulation.Turns;
import dev.keyturn.settings.Options.ActionLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One seed: some months of an organization with faults, then some weeks without them. */
final class OrganizationLife {
  static final Simulation.Kind KIND =
      new Simulation.Kind(
          "OrganizationSimulationTest",
          "keyturn.organizations",
          (seed, story) -> new OrganizationLife(seed, story).live());

  static final int DAYS = 80;
  private static final int MOST_CALM_DAYS = 30;

  /** The days that users of three accounts may wait for a limit. */
  private static final int WAITING = 10;

  private static final Duration HOUR = Duration.ofHours(10);

  private final Landscape landscape;
  private final Dice dice;

  /** The probability that something is wrong with an account on a day. */
  private final double badness;

  private int executions;

  OrganizationLife(long seed, Story story) {
    this.landscape = new Landscape(seed, story);
    this.dice = landscape.dice;
    this.badness = dice.one(List.of(0.0, 0.03, 0.1, 0.3));
  }

  /** Runs it to its end, and returns the counts of what occurred. */
  Tally live() {
    for (int day = 0; day < DAYS; day++) {
      stormyDay();
      nextDay();
    }
    calm();
    return landscape.tally;
  }

  private void nextDay() {
    Instant midnight =
        landscape.timeline.today().plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    landscape.timeline.passUntil(midnight.plus(HOUR));
    landscape.unclear = false;
    landscape.raise();
  }

  private Execution execution(double faults, int steps) {
    return new Execution(landscape, "run-" + ++executions, faults, steps);
  }

  private void stormyDay() {
    for (Member member : landscape.members) {
      member.company.day();
      member.day(badness, landscape.timeline.instant());
      landscape.tally.count(member.trouble);
    }
    landscape.roster.works = !dice.chance(badness / 20);
    if (!landscape.roster.works) {
      landscape.tally.count(Event.LISTING_FAILED);
    }
    if (dice.chance(badness / 10)) {
      twoAtOnce();
    } else if (!dice.chance(badness / 10)) {
      one();
    }
    landscape.raise();
  }

  private void one() {
    if (dice.chance(badness / 5)) {
      landscape.timeline.after(dice.skewed(600_000), this::another);
    }
    End end = execution(badness / 4, steps()).run();
    landscape.raise();
    if (dice.chance(end == End.SUMMARIZED ? badness / 10 : 0.3)) {
      landscape.tally.count(Event.SECOND_EXECUTION);
      landscape.timeline.pass(dice.skewed(Duration.ofHours(9).toMillis()));
      landscape.roster.works = true;
      End _ = execution(badness / 4, steps()).run();
    }
  }

  /** The number of steps until an execution is stopped from outside; most are not. */
  private int steps() {
    return dice.chance(badness / 5) ? dice.below(7) : Integer.MAX_VALUE;
  }

  /** A second execution is begun while one may be at work. It goes no further. */
  private void another() {
    landscape.tally.count(Event.SECOND_EXECUTION);
    Execution execution = execution(0, 0);
    Optional<Map<?, ?>> _ = execution.begin(landscape.timeline::pass);
    landscape.engine.ended(execution.name());
  }

  /** Two executions that begin at the same time. */
  private void twoAtOnce() {
    landscape.tally.count(Event.SECOND_EXECUTION);
    Turns turns = new Turns(landscape.timeline);
    List<Runnable> begun = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Execution execution = execution(badness / 4, steps());
      turns.add(
          dice.skewed(2_000),
          pace ->
              execution
                  .begin(pace)
                  .ifPresent(
                      enrolled ->
                          begun.add(
                              () -> {
                                End _ = execution.proceed(enrolled);
                              })));
    }
    turns.play();
    landscape.raise();
    begun.forEach(Runnable::run);
  }

  private void calm() {
    landscape.becalm();
    Policy policy = landscape.settings.policy();
    int days =
        Math.min(
                MOST_CALM_DAYS,
                2 * policy.deactivateDays() + policy.deletionDays() + 6 + policy.noticeDays())
            + WAITING;
    for (int day = 0; day < days; day++) {
      calmDay();
      nextDay();
    }
    if (landscape.settings.options().dryRun()) {
      return;
    }
    landscape.members.stream()
        .filter(member -> !landscape.excluded(member))
        .forEach(member -> member.company.settled());
  }

  private void calmDay() {
    List<MemberCompany> companies =
        landscape.members.stream()
            .filter(member -> !landscape.excluded(member))
            .map(member -> member.company)
            .toList();
    List<MemberCompany.Calm> mornings = companies.stream().map(MemberCompany::calm).toList();
    Execution execution = execution(0, Integer.MAX_VALUE);
    End end = execution.run();
    landscape.raise();
    landscape.judge.demand(
        end == End.SUMMARIZED, () -> execution + " ended as " + end + " though nothing is wrong");
    if (landscape.settings.options().dryRun()) {
      return;
    }
    long left = left(companies, mornings);
    for (MemberCompany.Calm morning : mornings) {
      left = morning.ended(left);
    }
  }

  /** The number of users that the limit may leave for another day. */
  private long left(List<MemberCompany> companies, List<MemberCompany.Calm> mornings) {
    boolean limited = !(landscape.settings.options().actionLimit() instanceof ActionLimit.None);
    boolean attacked = companies.stream().anyMatch(MemberCompany::adversary);
    long counted = mornings.stream().mapToLong(MemberCompany.Calm::counted).sum();
    return limited && attacked ? Long.MAX_VALUE : counted - MemberCompany.most(landscape.settings);
  }
}
