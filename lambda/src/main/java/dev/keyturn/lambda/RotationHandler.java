package dev.keyturn.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.keyturn.report.JsonReport;
import dev.keyturn.run.CannotBegin;
import dev.keyturn.run.Report;
import dev.keyturn.run.Report.Mode;
import dev.keyturn.run.Row;
import dev.keyturn.run.Run;
import dev.keyturn.run.World;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;

/**
 * The function {@code dev.keyturn.lambda.RotationHandler::handleRequest}. {@link Order} says what
 * it is asked for; it answers with the report, also where users failed, and fails only if the run
 * could not begin.
 *
 * <p>Lambda delivers an event at least once and by default tries a failed one twice more. Neither
 * does harm. An invocation that fails by itself has touched nothing; one that is killed stops
 * between two steps of the protocol, and the next run goes on from there; one after a whole run
 * finds nothing due but the mails that are sent daily. The deployment sets the retries to none all
 * the same, for tomorrow's run does the same job, and allows one execution at a time.
 */
public final class RotationHandler implements RequestStreamHandler {
  /** A little less than Lambda returns (Lambda developer guide, "Quotas": 6 MB). */
  static final int MOST_BYTES = 6_000_000;

  private final Hours hours;
  private final LogLines log;
  private final Installation installation;

  /** For Lambda, once for each execution environment. */
  public RotationHandler() {
    // As many connections stay open as users are worked on at the same time.
    System.setProperty("http.maxConnections", String.valueOf(Run.USERS_AT_ONCE));
    Clock clock = Clock.systemUTC();
    this.hours = new Hours(clock);
    this.log = new LogLines(clock, System.out::println);
    this.installation =
        Installation.of(
            System.getenv(),
            new World(
                clock, hours, new SecureRandom(), Executors.newVirtualThreadPerTaskExecutor()));
  }

  /**
   * Runs once.
   *
   * @throws NotBegun if the run could not begin; nothing was touched
   */
  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    hours.begin(Duration.ofMillis(context.getRemainingTimeInMillis()));
    log.begin(context.getAwsRequestId());
    try {
      answer.write(run(Order.read(event)));
    } catch (CannotBegin e) {
      throw refused(new NotBegun(String.valueOf(e.getMessage())));
    } catch (NotBegun e) {
      throw refused(e);
    }
  }

  private NotBegun refused(NotBegun refusal) {
    log.notBegun(String.valueOf(refusal.getMessage()));
    return refusal;
  }

  private byte[] run(Order order) throws CannotBegin {
    return switch (installation) {
      case Installation.Unsound unsound -> throw new NotBegun(unsound.message());
      case Installation.Sound sound -> {
        Run run = sound.run(log);
        Report report = report(run, order);
        log.ended(report, run.dry());
        yield answer(report, log);
      }
    };
  }

  private Report report(Run run, Order order) throws CannotBegin {
    log.planned(run.id());
    if (order.mode() == Mode.APPLY && !run.dry()) {
      return run.planAndApply(order.scope(), hours);
    }
    Report report = run.report(run.plan(order.scope(), hours));
    // Nobody gets the answer to a schedule's event: a dry run is read in the log.
    report.rows().stream()
        .filter(row -> run.dry() || row.outcome() instanceof Row.Outcome.Failed)
        .forEach(log::user);
    return report;
  }

  /** The report, whole if Lambda returns it. */
  static byte[] answer(Report report, LogLines log) {
    byte[] whole = JsonReport.of(report).getBytes(StandardCharsets.UTF_8);
    if (whole.length <= MOST_BYTES) {
      return whole;
    }
    log.shortened(whole.length, MOST_BYTES);
    return JsonReport.withoutUsers(report).getBytes(StandardCharsets.UTF_8);
  }
}
