package dev.keyturn.run;

import dev.keyturn.apply.AuditedEffects;
import dev.keyturn.apply.LeasedSession;
import dev.keyturn.apply.PermissionProbe;
import dev.keyturn.apply.UserApplier;
import dev.keyturn.event.Event;
import dev.keyturn.event.Events;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.UserName;
import dev.keyturn.inventory.BulkReading;
import dev.keyturn.inventory.ClockGuard;
import dev.keyturn.inventory.FactsReader;
import dev.keyturn.mail.Mailroom;
import dev.keyturn.plan.Decider;
import dev.keyturn.plan.Forecast;
import dev.keyturn.plan.MailQuota;
import dev.keyturn.plan.NeverRotatedKeys;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.PlanHorizon;
import dev.keyturn.plan.PlannedRun;
import dev.keyturn.plan.Planning;
import dev.keyturn.plan.Quota;
import dev.keyturn.plan.Rows;
import dev.keyturn.plan.StartCheck;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Policy;
import dev.keyturn.port.Account;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Ports;
import dev.keyturn.port.ReportedUser;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.port.Scope;
import dev.keyturn.settings.Options.ActionLimit;
import dev.keyturn.settings.Settings;
import dev.keyturn.state.Lease;
import dev.keyturn.state.NoteStore;
import dev.keyturn.state.ReminderStore;
import dev.keyturn.throttle.BoundedParallel;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One plan or apply over one account. The way of the data: all users, coarsely and in bulk; a
 * decision for each; then, for each that is due, fresh facts, a second decision, the effects, and a
 * row of the report. A plan stops before the effects.
 */
public final class Run implements PlannedRun {
  /**
   * Where IAM is slower, so many users at once for each call a second. Then a user's own calls come
   * every few seconds: facts that were read are still fresh when a key goes, and whoever was begun
   * is finished in the time that a function keeps for that.
   */
  private static final int USERS_FOR_EACH_CALL = 4;

  private static final Outcome TIME_IS_UP =
      new Outcome.Left("not begun: the time of this run was nearly over; the next run does it");

  private final Settings settings;
  private final Ports ports;
  private final Mailroom mailroom;
  private final RuntimeEnvironment world;
  private final Events events;
  private final ReminderStore reminding;
  private final NoteStore noting;
  private final Decider decider;
  private final BoundedParallel crew;
  private final StartCheck start;
  private final Preflight preflight;
  private final Planning planning;
  private final String id;
  private final long callsBefore;

  public Run(
      Settings settings, Ports ports, Mailroom mailroom, RuntimeEnvironment world, Events events) {
    this.settings = settings;
    ClockGuard account = new ClockGuard(ports.account(), world.clock());
    this.ports = ports.with(account);
    this.mailroom = mailroom;
    this.world = world;
    this.events = new ThrottlingReporter(events, account, world.clock());
    this.reminding = new ReminderStore(this.ports.papers(), settings, this.events);
    this.noting = new NoteStore(this.ports.papers(), this.events);
    this.decider =
        new Decider(
            settings.policy(),
            new FactsReader(this.ports, settings, this.events, noting),
            noting,
            reminding::now);
    this.crew = new BoundedParallel(world.executor(), () -> atOnce(account.tempo()));
    this.id = new UUID(world.random().nextLong(), world.random().nextLong()).toString();
    this.start = new StartCheck(this.ports, account, this.events);
    this.preflight = new Preflight(this.ports, account, this.events);
    this.planning =
        new Planning(
            this.ports,
            start,
            decider,
            crew,
            new BulkReading(this.ports, world, this.events, settings.policy().warningDays()),
            reminding,
            noting,
            world,
            this.events,
            id);
    this.callsBefore = ports.account().calls();
  }

  /** How many users at once. */
  static int atOnce(Account.Tempo tempo) {
    return (int)
        Math.clamp(Math.ceil(USERS_FOR_EACH_CALL * tempo.now()), 1, BoundedParallel.USERS_AT_ONCE);
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
    return plan(scope, deadline, PlanHorizon.today());
  }

  /**
   * The same, so that it can be {@linkplain #forecast forecast} until a day.
   *
   * @param until the last day; one that is past means today
   * @throws CannotBegin also if the account could not be read before the deadline was near
   */
  public Plan plan(Scope scope, Deadline deadline, LocalDate until) throws CannotBegin {
    return plan(scope, deadline, new PlanHorizon.Until(until));
  }

  /**
   * The same, of so much of the account.
   *
   * @throws CannotBegin also if the account could not be read before the deadline was near
   */
  public Plan plan(Scope scope, Deadline deadline, PlanHorizon breadth) throws CannotBegin {
    return planning.plan(scope, deadline, breadth);
  }

  /**
   * What the credential report tells of all users of the last plan, up to four hours old; nothing
   * where none was to be had. A {@linkplain PlanHorizon.Survey survey} asks for it if it is about
   * everyone.
   */
  @Override
  public Map<UserName, ReportedUser> reported() {
    return planning.reported();
  }

  /**
   * Today by AWS's clock, in UTC; one call, and nothing of the account is read.
   *
   * @throws CannotBegin if there are no credentials or AWS cannot be reached
   */
  public LocalDate today() throws CannotBegin {
    return start.today();
  }

  /** What this run is called in logs, reports and the audit trail. */
  public String id() {
    return id;
  }

  /** Whether the settings say that nothing is to be touched: {@code DRY_RUN}. */
  public boolean dry() {
    return settings.options().dryRun();
  }

  /** The plan of a day to come, up to the last that it was made for; see {@link Forecast}. */
  public Plan forecast(Plan plan, LocalDate day) {
    return Forecast.of(
        plan, settings.policy(), settings.options().actionLimit(), reminding.now(), day);
  }

  /**
   * Hands over each day to come, up to the last that the plan was made for; the first is its own.
   */
  @Override
  public void forecast(Plan plan, Consumer<Forecast.Day> sink) {
    Forecast.each(plan, settings.policy(), settings.options().actionLimit(), reminding.now(), sink);
  }

  /** The numbers that this run decides by. */
  @Override
  public Policy policy() {
    return settings.policy();
  }

  /** The plan as a report. */
  public Report report(Plan plan) {
    Set<UserName> left = Quota.left(plan.entries(), limit());
    MailQuota postage = MailQuota.of(plan.entries(), left, plan.outlook().mails());
    return report(
        plan, Report.Mode.PLAN, Rows.each(plan, decided -> planned(decided.user(), left, postage)));
  }

  private Outcome planned(UserName user, Set<UserName> left, MailQuota postage) {
    if (left.contains(user)) {
      return Quota.left(limit());
    }
    return postage.left().contains(user) ? postage.outcome() : new Outcome.Planned();
  }

  /**
   * Reads, decides, and does it. Where another run was at work, it is waited for, and all is read
   * and decided anew.
   *
   * @throws CannotBegin if the run could not begin; nothing was touched
   */
  public Report planAndApply(Scope scope, Deadline deadline) throws CannotBegin {
    return planAndApply(scope, deadline, PlanHorizon.today()).report();
  }

  /** What was done, and the plan that it was done by. */
  public record Applied(Plan plan, Report report) {}

  /**
   * The same, by a plan of so much of the account.
   *
   * @throws CannotBegin if the run could not begin; nothing was touched
   */
  public Applied planAndApply(Scope scope, Deadline deadline, PlanHorizon breadth)
      throws CannotBegin {
    Plan plan = plan(scope, deadline, breadth);
    if (!Rows.touch(plan)) {
      return new Applied(plan, idle(plan));
    }
    Preflight.demandSending(plan.outlook().mails());
    PermissionProbe denials = permissions(plan);
    LeasedSession turn = turn(plan, denials);
    return switch (turn.take(deadline)) {
      case AT_ONCE, WITHOUT ->
          new Applied(plan, act(plan, turn, denials, plan.outlook().mails(), deadline));
      case AFTER_WAITING -> {
        Plan anew = again(scope, turn, deadline, breadth);
        yield new Applied(anew, act(anew, turn, denials, anew.outlook().mails(), deadline));
      }
      case NO_TIME -> new Applied(plan, noTime(plan));
      case TOO_LATE -> throw neverAlone(plan);
    };
  }

  /** Whatever is counted, such as the mails of a day, is read again: another run has acted. */
  private Plan again(Scope scope, LeasedSession turn, Deadline deadline, PlanHorizon breadth)
      throws CannotBegin {
    try {
      Plan plan = planning.again(scope, deadline, breadth);
      Preflight.demandSending(plan.outlook().mails());
      return plan;
    } catch (CannotBegin e) {
      turn.end();
      throw e;
    }
  }

  /** Of a plan that was made a while ago: a person has read it, or another run has acted since. */
  private Allowance mailsNow(Plan plan, LeasedSession turn) throws CannotBegin {
    try {
      Allowance mails = start.mails(plan.entries());
      Preflight.demandSending(mails);
      return mails;
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
    PermissionProbe denials = permissions(plan);
    LeasedSession turn = turn(plan, denials);
    return switch (turn.take(deadline)) {
      case AT_ONCE, WITHOUT, AFTER_WAITING ->
          act(plan, turn, denials, mailsNow(plan, turn), deadline);
      case NO_TIME -> noTime(plan);
      case TOO_LATE -> throw neverAlone(plan);
    };
  }

  private PermissionProbe permissions(Plan plan) throws CannotBegin {
    return new PermissionProbe(preflight.permissions(plan, id));
  }

  private ActionLimit limit() {
    return settings.options().actionLimit();
  }

  private LeasedSession turn(Plan plan, PermissionProbe denials) {
    return new LeasedSession(settings, ports, world, events, "run", id, plan.identity(), denials);
  }

  /** What is due are rows without any effect. */
  private Report idle(Plan plan) {
    planning.keep();
    planning.note(plan);
    noting.keep();
    List<Row> rows = Rows.each(plan, _ -> new Outcome.Done());
    rows.forEach(this::finished);
    return report(plan, Report.Mode.APPLY, rows);
  }

  private Report noTime(Plan plan) {
    return report(plan, Report.Mode.APPLY, Rows.each(plan, _ -> TIME_IS_UP));
  }

  private static CannotBegin neverAlone(Plan plan) {
    return new CannotBegin(
        "Another run was at work all the time, or something rewrites the lease (%s): nothing was touched for %d users, and the next run does it. If no other run is at work, see who writes under state/, and delete that object."
            .formatted(Lease.NAME, Rows.due(plan).size()));
  }

  private Report act(
      Plan plan, LeasedSession turn, PermissionProbe denials, Allowance mails, Deadline deadline) {
    planning.keep();
    planning.note(plan);
    AuditedEffects steps = new AuditedEffects(ports, settings, mailroom, world, turn, noting, "");
    UserApplier worker =
        new UserApplier(
            decider,
            steps,
            world,
            events,
            ports,
            planning,
            reminding,
            plan.outlook().newKeys(),
            plan.began());
    Set<UserName> left = Quota.left(plan.entries(), limit());
    MailQuota postage = MailQuota.of(plan.entries(), left, mails);
    if (!postage.left().isEmpty()) {
      events.on(new Event.MailsShort(postage.mails(), postage.left().size()));
    }
    // What was begun goes first: it shows what is permitted without anything being begun for it.
    List<Plan.Entry> due =
        Rows.due(plan).stream()
            .sorted(Comparator.comparing(entry -> !Quota.goesOn(entry)))
            .toList();
    BoundedParallel hands =
        new BoundedParallel(
            world.executor(), () -> denials.isOpen() ? 1 : atOnce(ports.account().tempo()));
    List<Row> rows =
        hands.map(
            due,
            entry ->
                switch (entry) {
                  case Plan.Quiet quiet -> throw new IllegalStateException(quiet + " is due");
                  case Plan.Unread unread -> finished(Rows.of(unread));
                  case Plan.Decided decided when left.contains(decided.user()) ->
                      Rows.of(decided, Quota.left(limit()));
                  case Plan.Decided decided when postage.left().contains(decided.user()) ->
                      Rows.of(decided, postage.outcome());
                  case Plan.Decided decided when deadline.near() -> Rows.of(decided, TIME_IS_UP);
                  case Plan.Decided decided ->
                      finished(
                          denials.guard(
                              (Due) decided.decision(),
                              () -> work(worker, decided, plan.today()),
                              denial -> Rows.of(decided, notBegun(denial))));
                },
            done -> events.on(new Event.Progress(Event.Phase.ACTING, done, due.size())));
    reminding.keep(plan.today());
    noting.keep();
    turn.end();
    planning.keep();
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
  private static Row work(UserApplier worker, Plan.Decided decided, LocalDate today) {
    try {
      return worker.work(decided.facts(), (Due) decided.decision(), today);
    } catch (RuntimeException mistake) {
      return Rows.of(decided, new Outcome.Failed(PortFailure.defect(mistake).message()));
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
        rows.stream().sorted(Comparator.comparing(Row::user)).toList(),
        NeverRotatedKeys.of(plan, reported(), policy().overdueDays()));
  }
}
