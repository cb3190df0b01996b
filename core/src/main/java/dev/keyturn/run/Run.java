package dev.keyturn.run;

import dev.keyturn.mail.Mailroom;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Owner;
import dev.keyturn.policy.Policy;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Tags;
import dev.keyturn.policy.UserName;
import dev.keyturn.run.Row.Outcome;
import dev.keyturn.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

  private final Settings settings;
  private final Ports ports;
  private final Mailroom mailroom;
  private final World world;
  private final Events events;
  private final FactsReader reader;
  private final Crew crew;
  private final long callsBefore;

  public Run(Settings settings, Ports ports, Mailroom mailroom, World world, Events events) {
    this.settings = settings;
    this.ports = ports;
    this.mailroom = mailroom;
    this.world = world;
    this.events = events;
    this.reader = new FactsReader(ports, settings);
    this.crew = new Crew(world.executor(), USERS_AT_ONCE);
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
    return new Plan(runId(), identity, today, began, listing.users(), existing(entries));
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

  public Policy policy() {
    return settings.policy();
  }

  /** The plan as a report. */
  public Report report(Plan plan) {
    List<Row> rows = new ArrayList<>();
    for (Plan.Entry entry : plan.entries()) {
      switch (entry) {
        case Plan.Unread unread -> rows.add(unreadRow(unread));
        case Plan.Decided decided -> {
          if (decided.decision() instanceof Due) {
            rows.add(row(decided, new Outcome.Planned()));
          }
        }
      }
    }
    return report(plan, Report.Mode.PLAN, rows);
  }

  /** Does what was planned, user by user, and reports it. */
  public Report apply(Plan plan) {
    return apply(plan, Deadline.none());
  }

  /**
   * The same; once the deadline is near, users who were begun are finished and the others are left,
   * which their rows say.
   */
  public Report apply(Plan plan, Deadline deadline) {
    Steps steps = new Steps(ports, settings, mailroom, world, events);
    Worker worker = new Worker(reader, steps, world, events, ports, plan.began());
    List<Plan.Entry> due =
        plan.entries().stream()
            .filter(
                entry ->
                    entry instanceof Plan.Unread
                        || (entry instanceof Plan.Decided decided
                            && decided.decision() instanceof Due))
            .toList();
    List<Row> rows =
        crew.map(
            due,
            entry ->
                entry instanceof Plan.Decided decided && deadline.near()
                    ? row(decided, new Outcome.Left())
                    : finished(work(worker, entry, plan.today())),
            progress(Event.Phase.ACTING, due.size()));
    return report(plan, Report.Mode.APPLY, rows);
  }

  private static Row work(Worker worker, Plan.Entry entry, LocalDate today) {
    return switch (entry) {
      case Plan.Unread unread -> unreadRow(unread);
      case Plan.Decided decided -> guarded(worker, decided, (Due) decided.decision(), today);
    };
  }

  /**
   * A mistake of ours with one user is that user's row, too: the others' report must not be lost to
   * it.
   */
  private static Row guarded(Worker worker, Plan.Decided decided, Due due, LocalDate today) {
    try {
      return worker.work(decided.facts(), due, today);
    } catch (RuntimeException mistake) {
      return row(decided, new Outcome.Failed(defect(mistake)));
    }
  }

  private static String defect(RuntimeException mistake) {
    return "a defect of Keyturn, please report it: " + mistake;
  }

  private Row finished(Row row) {
    events.on(new Event.Finished(row));
    return row;
  }

  /** A user for whom something is due, as planned. */
  private static Row row(Plan.Decided decided, Outcome outcome) {
    return new Row(
        decided.user(), decided.owner(), decided.facts().keys(), (Due) decided.decision(), outcome);
  }

  private static Row unreadRow(Plan.Unread unread) {
    return new Row(
        unread.user(),
        unread.owner(),
        List.of(),
        new Hold(Reason.READ_FAILED),
        new Outcome.Failed(unread.failure().message()));
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

  private String runId() {
    return new UUID(world.random().nextLong(), world.random().nextLong()).toString();
  }
}
