package dev.keyturn.run;

import dev.keyturn.mail.Mailroom;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.UserName;
import dev.keyturn.run.Row.Outcome;
import dev.keyturn.settings.Options.ActionLimit;
import dev.keyturn.settings.Settings;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * One plan or apply over one account. The way of the data: all users, coarsely and in bulk; a
 * decision for each; then, for each that is due, fresh facts, a second decision, the effects, and a
 * row of the report. A plan stops before the effects.
 */
public final class Run {
  /** So many users are read or worked on at the same time. */
  public static final int USERS_AT_ONCE = 16;

  private static final Outcome TIME_IS_UP =
      new Outcome.Left("not begun: the time of this run was nearly over; the next run does it");

  private final Settings settings;
  private final Ports ports;
  private final Mailroom mailroom;
  private final World world;
  private final Events events;
  private final FactsReader reader;
  private final Crew crew;
  private final Preflight preflight;
  private final Planning planning;
  private final String id;
  private final long callsBefore;

  public Run(Settings settings, Ports ports, Mailroom mailroom, World world, Events events) {
    this.settings = settings;
    SteadyAccount account = new SteadyAccount(ports.account(), world.clock());
    this.ports = ports.with(account);
    this.mailroom = mailroom;
    this.world = world;
    this.events = events;
    this.reader = new FactsReader(this.ports, settings, events);
    this.crew = new Crew(world.executor(), USERS_AT_ONCE);
    this.id = new UUID(world.random().nextLong(), world.random().nextLong()).toString();
    this.preflight = new Preflight(this.ports, account, events);
    this.planning = new Planning(this.ports, preflight, reader, crew, world, events, id);
    this.callsBefore = ports.account().calls();
  }

  /**
   * Reads the account and decides. Nothing is written.
   *
   * @throws CannotBegin if a run could not begin: no credentials, no permission, no network, no
   *     bucket, no sender, no such user
   */
  public Plan plan(Scope scope) throws CannotBegin {
    return plan(scope, Deadline.none());
  }

  /**
   * The same, within a deadline.
   *
   * @throws CannotBegin also if the account could not be read before the deadline was near
   */
  public Plan plan(Scope scope, Deadline deadline) throws CannotBegin {
    return planning.plan(scope, deadline);
  }

  /**
   * Today by AWS's clock, in UTC; one call, and nothing of the account is read.
   *
   * @throws CannotBegin if there are no credentials or AWS cannot be reached
   */
  public LocalDate today() throws CannotBegin {
    return preflight.today();
  }

  /** What this run is called in logs, reports and the audit trail. */
  public String id() {
    return id;
  }

  /** Whether the settings say that nothing is to be touched: {@code DRY_RUN}. */
  public boolean dry() {
    return settings.options().dryRun();
  }

  /** The plan of a day to come; see {@link Forecast}. */
  public Plan forecast(Plan plan, LocalDate day) {
    return Forecast.of(plan, settings.policy(), settings.options().actionLimit(), day);
  }

  /** The plan as a report. */
  public Report report(Plan plan) {
    Set<UserName> left = Quota.left(plan.entries(), limit());
    return report(
        plan,
        Report.Mode.PLAN,
        Rows.each(
            plan,
            decided ->
                left.contains(decided.user()) ? Quota.left(limit()) : new Outcome.Planned()));
  }

  /**
   * Reads, decides, and does it. Where another run was at work, it is waited for, and all is read
   * and decided anew.
   *
   * @throws CannotBegin if the run could not begin; nothing was touched
   */
  public Report planAndApply(Scope scope, Deadline deadline) throws CannotBegin {
    Plan plan = plan(scope, deadline);
    if (!Rows.touch(plan)) {
      return idle(plan);
    }
    Denials denials = permissions(plan);
    Turn turn = turn(plan, denials);
    return switch (turn.take(deadline)) {
      case AT_ONCE, WITHOUT -> act(plan, turn, denials, deadline);
      case AFTER_WAITING -> act(again(scope, turn, deadline), turn, denials, deadline);
      case TOO_LATE -> late(plan);
    };
  }

  private Plan again(Scope scope, Turn turn, Deadline deadline) throws CannotBegin {
    try {
      return plan(scope, deadline);
    } catch (CannotBegin e) {
      turn.end();
      throw e;
    }
  }

  /**
   * Does what was planned, user by user, and reports it.
   *
   * @throws CannotBegin if the run could not begin; nothing was touched
   */
  public Report apply(Plan plan) throws CannotBegin {
    return apply(plan, Deadline.none());
  }

  /**
   * The same; once the deadline is near, users who were begun are finished and the others are left,
   * which their rows say.
   *
   * @throws CannotBegin if the run could not begin; nothing was touched
   */
  public Report apply(Plan plan, Deadline deadline) throws CannotBegin {
    if (!Rows.touch(plan)) {
      return idle(plan);
    }
    Denials denials = permissions(plan);
    Turn turn = turn(plan, denials);
    return turn.take(deadline) == Lease.Taken.TOO_LATE
        ? late(plan)
        : act(plan, turn, denials, deadline);
  }

  private Denials permissions(Plan plan) throws CannotBegin {
    return new Denials(preflight.permissions(plan, id));
  }

  private ActionLimit limit() {
    return settings.options().actionLimit();
  }

  private Turn turn(Plan plan, Denials denials) {
    return new Turn(settings, ports, world, events, "run", id, plan.identity(), denials);
  }

  /** What is due are rows without any effect. */
  private Report idle(Plan plan) {
    List<Row> rows = Rows.each(plan, _ -> new Outcome.Done());
    rows.forEach(this::finished);
    return report(plan, Report.Mode.APPLY, rows);
  }

  private Report late(Plan plan) {
    return report(
        plan,
        Report.Mode.APPLY,
        Rows.each(
            plan,
            _ ->
                new Outcome.Left(
                    "not begun: another run was at work all the time; the next run does it")));
  }

  private Report act(Plan plan, Turn turn, Denials denials, Deadline deadline) {
    Steps steps = new Steps(ports, settings, mailroom, world, turn, "");
    Worker worker = new Worker(reader, steps, world, events, ports, plan.began());
    Set<UserName> left = Quota.left(plan.entries(), limit());
    List<Plan.Entry> due = Rows.due(plan);
    List<Row> rows =
        crew.map(
            due,
            entry ->
                switch (entry) {
                  case Plan.Unread unread -> finished(Rows.of(unread));
                  case Plan.Decided decided when left.contains(decided.user()) ->
                      Rows.of(decided, Quota.left(limit()));
                  case Plan.Decided decided when deadline.near() -> Rows.of(decided, TIME_IS_UP);
                  case Plan.Decided decided ->
                      finished(
                          denials.guard(
                              (Due) decided.decision(),
                              () -> work(worker, decided, plan.today()),
                              denial -> Rows.of(decided, notBegun(denial))));
                },
            done -> events.on(new Event.Progress(Event.Phase.ACTING, done, due.size())));
    turn.end();
    return report(plan, Report.Mode.APPLY, rows);
  }

  private static Outcome notBegun(String denial) {
    return new Outcome.Failed(
        "not begun, since it could not be finished. With another user, %s".formatted(denial));
  }

  /**
   * A mistake of ours with one user is that user's row, too: the others' report must not be lost to
   * it.
   */
  private static Row work(Worker worker, Plan.Decided decided, LocalDate today) {
    try {
      return worker.work(decided.facts(), (Due) decided.decision(), today);
    } catch (RuntimeException mistake) {
      return Rows.of(decided, new Outcome.Failed(Rows.defect(mistake)));
    }
  }

  private Row finished(Row row) {
    events.on(new Event.Finished(row));
    return row;
  }

  private Report report(Plan plan, Report.Mode mode, List<Row> rows) {
    return new Report(
        settings.name(),
        mode,
        plan.identity().accountId(),
        plan.today(),
        plan.runId(),
        plan.users(),
        plan.lookedAfter(),
        ports.account().calls() - callsBefore,
        Duration.between(plan.began(), world.clock().instant()),
        rows.stream().sorted(Comparator.comparing(Row::user)).toList());
  }
}
