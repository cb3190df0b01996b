package dev.keyturn.run;

import dev.keyturn.event.EventBus;
import dev.keyturn.event.Intervened;
import dev.keyturn.mail.DigestWriter;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.Ports;
import dev.keyturn.report.page.ReportArchive;
import dev.keyturn.report.page.ReportArchive.Placed;
import dev.keyturn.run.DigestSender.Sent;
import dev.keyturn.run.EventPublisher.Published;
import dev.keyturn.run.Run.Applied;
import dev.keyturn.settings.Settings;
import java.util.Optional;

/**
 * What follows an applied run: its page, the digest, which names the page, and the events. A
 * failure of one is reported and affects neither the run nor the others.
 */
public final class AfterRun {
  private final ReportArchive archive;
  private final DigestSender digest;
  private final EventPublisher events;

  /**
   * What follows runs with these settings.
   *
   * @param bus empty if no events are wanted
   */
  public AfterRun(Settings settings, Ports ports, DigestWriter writer, Optional<EventBus> bus) {
    this.archive = new ReportArchive(ports.bucketObjects());
    this.digest = new DigestSender(settings, ports, writer);
    this.events = new EventPublisher(bus);
  }

  /**
   * What was done, and what failed.
   *
   * @param page empty if none was wanted
   */
  public record Result(Optional<Placed> page, Sent digest, Published events) {
    /** For a plan, which nothing follows. */
    public static Result none() {
      return new Result(Optional.empty(), new Sent.Nothing(), new Published.Nothing());
    }
  }

  /**
   * Stores the page, sends the digest, puts the events.
   *
   * @param page whether a page is wanted
   * @param deadline limits the time of each
   */
  public Result of(Applied applied, boolean page, Deadline deadline) {
    Optional<Placed> placed = page ? Optional.of(placed(applied, deadline)) : Optional.empty();
    return new Result(
        placed, sent(applied, placed, deadline), events.publish(applied.report(), deadline));
  }

  /** Puts the event of an administrator's change, which has neither page nor digest. */
  public Published of(Intervened done) {
    return events.publish(done);
  }

  private Placed placed(Applied applied, Deadline deadline) {
    return deadline
        .within(() -> archive.place(applied.plan(), applied.report()))
        .orElseGet(() -> new Placed.Not(Deadline.LATE));
  }

  private Sent sent(Applied applied, Optional<Placed> page, Deadline deadline) {
    if (!digest.wanted(applied)) {
      return new Sent.Nothing();
    }
    return deadline
        .within(
            () ->
                page.isPresent() && page.get() instanceof Placed.At(String name)
                    ? digest.send(applied, name)
                    : digest.send(applied))
        .orElseGet(() -> new Sent.Not(Deadline.LATE));
  }
}
