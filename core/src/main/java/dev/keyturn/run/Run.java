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
import dev.keyturn.event.RunContext;
import dev.keyturn.facts.BucketLayout;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.UserName;
import dev.keyturn.inventory.ClockGuard;
import dev.keyturn.inventory.FactsReader;
import dev.keyturn.inventory.KeyCache.Trust;
import dev.keyturn.mail.NoticeWriter;
import dev.keyturn.plan.Decider;
import dev.keyturn.plan.Deferral;
import dev.keyturn.plan.MailQuota;
import dev.keyturn.plan.NeverRotatedKeys;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.Planning;
import dev.keyturn.plan.Quota;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.plan.StartCheck;
import dev.keyturn.plan.UserDecision;
import dev.keyturn.policy.Exposure;
import dev.keyturn.policy.OwnThresholds;
import dev.keyturn.port.Account;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.settings.Settings;
import dev.keyturn.state.NoteStore;
import dev.keyturn.state.ReminderStore;
import dev.keyturn.throttle.BoundedParallel;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One plan or apply over one account. The way of the data: all users, coarsely and in bulk; a
 * decision for each; then, for each that is due, fresh facts, a second decision, the effects, and a
 * row of the report. A plan stops before the effects.
 */
public final class Run {
  /**
   * Where IAM is slower, the number of users at once for each call a second. Then a user's own
   * calls come every few seconds: facts that were read are still fresh when a key is deleted, and
   * users that were begun are finished in the time that a function keeps for that.
   */
  private static final int USERS_FOR_EACH_CALL = 4;

  private final RunContext context;
  private final NoticeWriter noticeWriter;
  private final ReminderStore reminders;
  private final NoteStore notes;
  private final Decider decider;
  private final StartCheck start;
  private final Preflight preflight;
  private final Planning planning;
  private final long callsBefore;

  public Run(
      Settings settings,
      Ports ports,
      NoticeWriter noticeWriter,
      RuntimeEnvironment environment,
      Events events) {
    this.callsBefore = ports.account().calls();
    ClockGuard account = new ClockGuard(ports.account(), environment.clock());
    this.context =
        new RunContext(
            settings,
            ports.with(account),
            environment,
            new ThrottlingReporter(events, account, environment.clock()));
    this.noticeWriter = noticeWriter;
    this.reminders = new ReminderStore(context.ports().bucketObjects(), settings, context.events());
    this.notes = new NoteStore(context.ports().bucketObjects(), context.events());
    this.decider =
        new Decider(
            settings.policy(),
            new FactsReader(context.ports(), settings, context.events(), notes),
            notes,
            reminders::now);
    this.start = new StartCheck(context.ports(), account, context.events());
    this.preflight = new Preflight(context.ports(), account, start);
    this.planning =
        new Planning(
            context,
            start,
            decider,
            reminders,
            new BoundedParallel(environment.executor(), () -> atOnce(account.tempo())));
  }

  /** The number of users that are worked on at once. */
  static int atOnce(Account.Tempo tempo) {
    return (int)
        Math.clamp(Math.ceil(USERS_FOR_EACH_CALL * tempo.now()), 1, BoundedParallel.USERS_AT_ONCE);
  }

  /** The id of this run in logs, reports and the audit trail. */
  public String id() {
    return context.id();
  }

  /** Whether the settings say that nothing is to be changed: {@code DRY_RUN}. */
  public boolean dry() {
    return context.settings().options().dryRun();
  }

  /** Keeps what a plan verified of the users' keys, so that the next plan makes fewer calls. */
  public void remember(Plan plan) {
    planning.keepKeys(plan);
  }

  /**
   * Today by AWS's clock, in UTC; one call, without reading the account.
   *
   * @throws CannotBegin if there are no credentials or AWS cannot be reached
   */
  public LocalDate today() throws CannotBegin {
    return start.today();
  }

  /**
   * Reads the account and decides. Writes nothing.
   *
   * @throws CannotBegin if a run could not begin: no credentials, no permission, no network, no
   *     bucket, no sender, no such user; or if the account could not be read before the deadline
   *     was near
   */
  public Plan plan(RunRequest request) throws CannotBegin {
    return planning.plan(request, Trust.FULL);
  }

  /** The plan as a report. */
  public Report report(Plan plan) {
    return report(plan, Report.Mode.PLAN, rows(plan, due -> due.row(new Outcome.Planned())));
  }

  /** The report, and the plan that was applied. */
  public record Applied(Plan plan, Report report) {}

  /**
   * Reads, decides, and does it. If another run was at work, this one waits for it, and reads and
   * decides again.
   *
   * @throws CannotBegin if the run could not begin; nothing was changed
   */
  public Applied planAndApply(RunRequest request) throws CannotBegin {
    Plan plan = plan(request);
    if (!request.exposed().isEmpty()) {
      // No later event says it again, even if this run cannot begin.
      notes.keep();
    }
    if (!plan.touches()) {
      return new Applied(plan, idle(plan));
    }
    Preflight.demandSending(plan.basis().rules().mails());
    PermissionProbe probe = permissions(plan);
    LeasedSession session = session(plan, probe);
    return switch (session.take(request.deadline())) {
      case AT_ONCE, WITHOUT -> act(plan, session, probe, request.deadline());
      case AFTER_WAITING -> act(again(request, session), session, probe, request.deadline());
      case NO_TIME -> new Applied(plan, noTime(plan, request.deadline()));
      case TOO_LATE -> throw neverAlone(plan);
    };
  }

  /**
   * Does what was planned, user by user. Once the deadline is near, users that were begun are
   * finished and the others are deferred, which their rows say.
   *
   * @throws CannotBegin if the run could not begin; nothing was changed
   */
  public Report apply(Plan plan, Deadline deadline) throws CannotBegin {
    if (!plan.touches()) {
      return idle(plan);
    }
    PermissionProbe probe = permissions(plan);
    LeasedSession session = session(plan, probe);
    return switch (session.take(deadline)) {
      case AT_ONCE, WITHOUT, AFTER_WAITING ->
          act(withMailsOfNow(plan, session), session, probe, deadline).report();
      case NO_TIME -> noTime(plan, deadline);
      case TOO_LATE -> throw neverAlone(plan);
    };
  }

  /** Another run has acted: whatever is counted, such as the mails of a day, is read again. */
  private Plan again(RunRequest request, LeasedSession session) throws CannotBegin {
    try {
      Plan plan = planning.plan(request, Trust.WHERE_NOTHING_IS_DUE);
      Preflight.demandSending(plan.basis().rules().mails());
      return plan;
    } catch (CannotBegin e) {
      session.end();
      throw e;
    }
  }

  /**
   * The plan was made a while ago: a person has read it, or another run has acted since. What is
   * counted or noted is read again.
   */
  private Plan withMailsOfNow(Plan plan, LeasedSession session) throws CannotBegin {
    try {
      notes.refresh();
      Allowance mails = start.mails(plan.decisions());
      Preflight.demandSending(mails);
      return plan.deferring(MailQuota.deferred(plan.due(), mails));
    } catch (PortFailure failure) {
      session.end();
      throw new CannotBegin(failure.message(), failure);
    } catch (CannotBegin e) {
      session.end();
      throw e;
    }
  }

  private PermissionProbe permissions(Plan plan) throws CannotBegin {
    return new PermissionProbe(preflight.permissions(plan, id()));
  }

  private LeasedSession session(Plan plan, PermissionProbe probe) {
    return new LeasedSession(context, "run", plan.identity(), probe);
  }

  /** Reports the due users without any effect. */
  private Report idle(Plan plan) {
    planning.keep(plan);
    notes.keep();
    return report(
        plan,
        Report.Mode.APPLY,
        rows(plan, due -> finished(due.row(new Outcome.Done())), this::finished));
  }

  private Report noTime(Plan plan, Deadline deadline) {
    return report(
        plan,
        Report.Mode.APPLY,
        rows(plan, due -> due.row(new Deferral.ByDeadline(deadline.why()).outcome())));
  }

  private CannotBegin neverAlone(Plan plan) {
    BucketLayout layout = context.ports().account().layout();
    int left = plan.due().size() + plan.deferred().size() + plan.unread().size();
    return new CannotBegin(
        "Another run was at work all the time, or something rewrites the lease (%s): nothing was changed for %s users, and the next run does it. If no other run is at work, see who writes under %s, and delete that object."
            .formatted(layout.key(BucketPaths.LEASE), left, layout.key(BucketPaths.STATE)),
        left);
  }

  private Applied act(Plan plan, LeasedSession session, PermissionProbe probe, Deadline deadline) {
    List<Row> rows;
    try {
      planning.keep(plan);
      rows = work(plan, session, probe, deadline);
    } finally {
      reminders.keep(plan.today());
      notes.keep();
      session.end();
    }
    planning.keepKeys(plan);
    return new Applied(plan, report(plan, Report.Mode.APPLY, rows));
  }

  private List<Row> work(
      Plan plan, LeasedSession session, PermissionProbe probe, Deadline deadline) {
    AuditedEffects effects = new AuditedEffects(context, noticeWriter, session, notes, "");
    UserApplier applier = new UserApplier(context, decider, effects, reminders, plan);
    long withoutMail =
        plan.deferred().stream().filter(user -> user.why() instanceof Deferral.ByMailQuota).count();
    if (withoutMail > 0) {
      long mails = MailQuota.mails(plan.due()) + withoutMail;
      context.events().on(new Event.MailsShort((int) mails, (int) withoutMail));
    }
    // Who has to wait comes last, so that all wait at the same time and keep no one else waiting.
    // What was begun is finished first: it shows what is permitted without anything being begun.
    Instant now = context.environment().clock().instant();
    List<Plan.Due> due =
        plan.due().stream()
            .sorted(
                Comparator.comparing((Plan.Due user) -> UserApplier.waits(user, now))
                    .thenComparing(user -> !Quota.resumes(user)))
            .toList();
    BoundedParallel parallel =
        new BoundedParallel(
            context.environment().executor(),
            () -> probe.isOpen() ? 1 : atOnce(context.ports().account().tempo()));
    List<Row> rows = new ArrayList<>();
    plan.unread().forEach(user -> rows.add(finished(user.row())));
    plan.deferred().forEach(user -> rows.add(user.row()));
    rows.addAll(
        parallel.map(
            due,
            user ->
                deadline.near()
                    ? user.row(new Deferral.ByDeadline(deadline.why()).outcome())
                    : finished(
                        probe.guard(
                            user.decision(),
                            () -> work(applier, user),
                            denial -> user.row(notBegun(denial)))),
            done -> context.events().on(new Event.Progress(Event.Phase.ACTING, done, due.size()))));
    return rows;
  }

  private static Outcome notBegun(String denial) {
    return new Outcome.Failed(
        "not begun, since it could not be finished; the next run begins it once that is allowed. With another user, %s"
            .formatted(denial));
  }

  /** A programming error with one user is that user's row: the report of the others is not lost. */
  private static Row work(UserApplier applier, Plan.Due user) {
    try {
      return applier.work(user);
    } catch (RuntimeException mistake) {
      return user.row(new Outcome.Failed(PortFailure.defect(mistake).message()));
    }
  }

  private Row finished(Row row) {
    context.events().on(new Event.Finished(row));
    return row;
  }

  private static List<Row> rows(Plan plan, Function<Plan.Due, Row> due) {
    return rows(plan, due, row -> row);
  }

  /** A row for each user for which something is due or that could not be read. */
  private static List<Row> rows(Plan plan, Function<Plan.Due, Row> due, Function<Row, Row> failed) {
    return Stream.of(
            plan.due().stream().map(due),
            plan.deferred().stream().map(Plan.Deferred::row),
            plan.unread().stream().map(Plan.Unread::row).map(failed))
        .flatMap(rows -> rows)
        .toList();
  }

  /** The row with what a report says about the user besides the decision. */
  private static Row complete(Row row, Facts user, Plan plan) {
    Row remarked = row.with(OwnThresholds.of(user, plan.policy()).refused().stream().toList());
    return Exposure.of(user, row.decision(), plan.setup()).map(remarked::exposed).orElse(remarked);
  }

  private Report report(Plan plan, Report.Mode mode, List<Row> rows) {
    Map<UserName, Facts> planned =
        plan.decisions().stream()
            .collect(Collectors.toMap(UserDecision::user, UserDecision::facts));
    return new Report(
        context.settings().name(),
        mode,
        plan.identity().accountId(),
        plan.today(),
        plan.runId(),
        plan.users(),
        plan.managed(),
        context.ports().account().calls() - callsBefore,
        Duration.between(plan.began(), context.environment().clock().instant()),
        rows.stream()
            .map(
                row ->
                    Optional.ofNullable(planned.get(row.user()))
                        .map(user -> complete(row, user, plan))
                        .orElse(row))
            .sorted(Row.ORDER)
            .toList(),
        NeverRotatedKeys.of(plan));
  }
}
