package dev.keyturn.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.keyturn.event.Report;
import dev.keyturn.event.Report.Mode;
import dev.keyturn.event.Row;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.PlanHorizon;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.port.Scope;
import dev.keyturn.report.Inventory;
import dev.keyturn.report.JsonReport;
import dev.keyturn.report.page.ReportPage;
import dev.keyturn.run.AfterRun;
import dev.keyturn.run.Run;
import dev.keyturn.run.Workplace;
import dev.keyturn.throttle.BoundedParallel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * The function {@code dev.keyturn.lambda.RotationHandler::handleRequest}. {@link InvocationRequest}
 * describes the event. The function returns the report, also if users failed, and fails only if the
 * run could not begin.
 *
 * <p>Lambda delivers an event at least once and by default retries a failed one twice. Neither does
 * harm. An invocation that fails has changed nothing. One that is killed stops between two steps of
 * the protocol, and the next run continues from there. A second invocation on the same day finds
 * nothing due but daily mails. The deployment still disables retries, because tomorrow's run does
 * the same work, and can allow one execution at a time.
 */
public final class RotationHandler implements RequestStreamHandler {
  /** A little less than Lambda returns (Lambda developer guide, "Quotas": 6 MB). */
  static final int MOST_BYTES = 6_000_000;

  private final InvocationDeadline deadline;
  private final LogLines log;
  private final Installation installation;

  /** For Lambda, once for each execution environment. */
  public RotationHandler() {
    // Keeps as many connections open as users are processed at the same time.
    System.setProperty("http.maxConnections", String.valueOf(BoundedParallel.USERS_AT_ONCE));
    Clock clock = Clock.systemUTC();
    Executor executor = Executors.newVirtualThreadPerTaskExecutor();
    this.deadline = new InvocationDeadline(clock, executor);
    this.log = new LogLines(clock, System.out::println);
    this.installation =
        Installation.of(
            System.getenv(),
            new RuntimeEnvironment(clock, deadline, new SecureRandom(), executor),
            log);
  }

  /**
   * Runs once.
   *
   * @throws NotBegun if the run could not begin; nothing was changed
   */
  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    deadline.begin(Duration.ofMillis(context.getRemainingTimeInMillis()));
    log.begin(context.getAwsRequestId());
    try {
      answer.write(
          switch (installation) {
            // Before the event is read: whether it is one of the state machine depends on ORG_ID.
            case Installation.Unsound unsound -> throw new NotBegun(unsound.message());
            case Installation.Sound sound ->
                sound.modes().isPresent()
                    ? step(sound.modes().get(), event)
                    : run(sound.place(), InvocationRequest.read(event));
          });
    } catch (CannotBegin e) {
      throw refused(new NotBegun(String.valueOf(e.getMessage())));
    } catch (NotBegun e) {
      throw refused(e);
    } catch (Error e) {
      log.ended(e);
      throw e;
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        log.ended(error);
        throw error;
      }
      throw e;
    }
  }

  /** A step of the state machine, which starts a function that has ORG_ID. */
  private byte[] step(OrganizationModes modes, InputStream event) throws IOException, CannotBegin {
    String request = new String(event.readAllBytes(), StandardCharsets.UTF_8);
    return modes.run(request, log, deadline).getBytes(StandardCharsets.UTF_8);
  }

  private NotBegun refused(NotBegun refusal) {
    log.notBegun(String.valueOf(refusal.getMessage()));
    return refusal;
  }

  private byte[] run(Workplace place, InvocationRequest request) throws CannotBegin {
    Run run = place.run();
    log.planned(run.id());
    Done done =
        request.mode() == Mode.PLAN || run.dry()
            ? new Done(planned(run, request), AfterRun.Result.none())
            : applied(place, run, request);
    Report report = done.applied().report();
    if (request.scope() instanceof Scope.Everyone) {
      Inventory keys = Inventory.ofManaged(done.applied().plan());
      log.measured(
          report.name(), RunMetrics.of(report, keys, place.settings().policy(), done.after()));
    }
    return answer(report, log);
  }

  private static boolean narrowed(InvocationRequest request) {
    return request.scope() instanceof Scope.Only;
  }

  private record Done(Run.Applied applied, AfterRun.Result after) {}

  /**
   * Logs the result before it writes the page, sends the digest and puts events, which may take the
   * remaining time.
   */
  private Done applied(Workplace place, Run run, InvocationRequest request) throws CannotBegin {
    boolean page = place.settings().options().htmlReport();
    Run.Applied applied =
        begun(
            place,
            run,
            RunRequest.of(request.scope())
                .exposing(request.exposed())
                .within(deadline)
                .over(page ? new PlanHorizon.Survey(ReportPage.DAYS) : PlanHorizon.today()));
    log.ended(applied.report(), false, narrowed(request));
    AfterRun.Result after = place.afterRun().of(applied, page, deadline);
    log.followed(place.settings().bucket(), after);
    return new Done(applied, after);
  }

  /** A run that waits for another until its time is over, day after day, defers users, too. */
  private Run.Applied begun(Workplace place, Run run, RunRequest request) throws CannotBegin {
    try {
      return run.planAndApply(request);
    } catch (CannotBegin e) {
      if (e.deferred() > 0 && request.scope() instanceof Scope.Everyone) {
        log.measured(place.settings().name(), RunMetrics.ofDeferred(e.deferred()));
      }
      throw e;
    }
  }

  /** A plan writes nothing, so it writes no page either. */
  private Run.Applied planned(Run run, InvocationRequest request) throws CannotBegin {
    Plan plan =
        run.plan(RunRequest.of(request.scope()).exposing(request.exposed()).within(deadline));
    Report report = run.report(plan);
    // A schedule ignores the function's answer, so a dry run logs its report.
    report.rows().stream()
        .filter(row -> run.dry() || row.outcome() instanceof Row.Outcome.Failed)
        .forEach(log::user);
    log.ended(report, run.dry(), narrowed(request));
    return new Run.Applied(plan, report);
  }

  /** The report, without users if it exceeds Lambda's limit. */
  static byte[] answer(Report report, LogLines log) {
    byte[] whole = JsonReport.of(report).getBytes(StandardCharsets.UTF_8);
    if (whole.length <= MOST_BYTES) {
      return whole;
    }
    log.shortened(whole.length, MOST_BYTES);
    return JsonReport.withoutUsers(report).getBytes(StandardCharsets.UTF_8);
  }
}
