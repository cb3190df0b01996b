package dev.keyturn.run;

import dev.keyturn.mail.Mailroom;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Owner;
import dev.keyturn.policy.Tags;
import dev.keyturn.policy.UserName;
import dev.keyturn.run.Row.Outcome;
import dev.keyturn.settings.Options.ActionLimit;
import dev.keyturn.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;

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
  private final String id;
  private final long callsBefore;

  public Run(Settings settings, Ports ports, Mailroom mailroom, World world, Events events) {
    this.settings = settings;
    this.ports = ports;
    this.mailroom = mailroom;
    this.world = world;
    this.events = events;
    this.reader = new FactsReader(ports, settings);
    this.crew = new Crew(world.executor(), USERS_AT_ONCE);
    this.id = new UUID(world.random().nextLong(), world.random().nextLong()).toString();
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
    Instant began = world.clock().instant();
    Account.Identity identity = new Preflight(ports, events).check();
    LocalDate today = LocalDate.ofInstant(ports.account().now(), ZoneOffset.UTC);
    events.on(new Event.Began(identity, today));
    Listing listing = Listing.read(scope, ports, reader, crew, events);
    List<Plan.Entry> entries = new ArrayList<>(listing.unread());
    entries.addAll(
        crew.map(
            listing.concerned(),
            listed -> deadline.near() ? tooLate(listed) : decide(listed, today),
            progress(Event.Phase.READING, listing.concerned().size())));
    if (deadline.near()) {
      throw new CannotBegin(
          "The account could not be read in the time that this run has. Nothing was touched; give"
              + " it more time.");
    }
    refuseIfAllDenied(entries);
    return new Plan(id, identity, today, began, listing.users(), existing(entries));
  }

  private Plan.Entry decide(Users.Listed listed, LocalDate today) {
    UserName user = listed.user();
    Tags tags = listed.tags();
    try {
      return reader.decide(reader.withTags(user, tags), today);
    } catch (PortFailure failure) {
      return new Plan.Unread(user, reader.owner(tags), failure);
    } catch (RuntimeException mistake) {
      return new Plan.Unread(
          user, reader.owner(tags), new PortFailure(PortFailure.Kind.UNCLEAR, defect(mistake)));
    }
  }

  /** Stands in for a user who is not read any more; a run that comes to this has no plan. */
  private static Plan.Entry tooLate(Users.Listed listed) {
    return new Plan.Unread(
        listed.user(),
        new Owner.Nobody(),
        new PortFailure(PortFailure.Kind.UNCLEAR, "There was no time left."));
  }

  /** All but users who were deleted while the account was read. */
  private static List<Plan.Entry> existing(List<Plan.Entry> entries) {
    return entries.stream()
        .filter(
            entry ->
                !(entry instanceof Plan.Unread unread
                    && unread.failure().kind() == PortFailure.Kind.NOT_FOUND))
        .toList();
  }

  /**
   * One user who cannot be read is a row; if none can be, for want of permission, that is no run.
   */
  private static void refuseIfAllDenied(List<Plan.Entry> entries) throws CannotBegin {
    List<PortFailure> failures =
        entries.stream()
            .filter(Plan.Unread.class::isInstance)
            .map(entry -> ((Plan.Unread) entry).failure())
            .filter(
                failure ->
                    failure.kind() == PortFailure.Kind.DENIED
                        || failure.kind() == PortFailure.Kind.CREDENTIALS)
            .toList();
    if (!entries.isEmpty() && failures.size() == entries.size()) {
      throw new CannotBegin("No user could be read. " + failures.getFirst().message());
    }
  }

  /**
   * Today by AWS's clock, in UTC; one call, and nothing of the account is read.
   *
   * @throws CannotBegin if there are no credentials or AWS cannot be reached
   */
  public LocalDate today() throws CannotBegin {
    try {
      ports.account().identify();
      return LocalDate.ofInstant(ports.account().now(), ZoneOffset.UTC);
    } catch (PortFailure failure) {
      throw new CannotBegin(failure.message());
    }
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
    new Preflight(ports, events).permissions(plan, id);
    Turn turn = turn(plan);
    return switch (turn.take(deadline)) {
      case AT_ONCE, WITHOUT -> act(plan, turn, deadline);
      case AFTER_WAITING -> act(again(scope, turn, deadline), turn, deadline);
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
    new Preflight(ports, events).permissions(plan, id);
    Turn turn = turn(plan);
    return turn.take(deadline) == Lease.Taken.TOO_LATE ? late(plan) : act(plan, turn, deadline);
  }

  private ActionLimit limit() {
    return settings.options().actionLimit();
  }

  private Turn turn(Plan plan) {
    return new Turn(settings, ports, world, events, "run", id, plan.identity());
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

  private Report act(Plan plan, Turn turn, Deadline deadline) {
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
                  case Plan.Decided decided -> finished(work(worker, decided, plan.today()));
                },
            progress(Event.Phase.ACTING, due.size()));
    turn.end();
    return report(plan, Report.Mode.APPLY, rows);
  }

  /**
   * A mistake of ours with one user is that user's row, too: the others' report must not be lost to
   * it.
   */
  private static Row work(Worker worker, Plan.Decided decided, LocalDate today) {
    try {
      return worker.work(decided.facts(), (Due) decided.decision(), today);
    } catch (RuntimeException mistake) {
      return Rows.of(decided, new Outcome.Failed(defect(mistake)));
    }
  }

  private static String defect(RuntimeException mistake) {
    return "a defect of Keyturn, please report it: " + mistake;
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

  private IntConsumer progress(Event.Phase phase, int total) {
    return done -> events.on(new Event.Progress(phase, done, total));
  }
}
