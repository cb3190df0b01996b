package dev.keyturn.run;

import dev.keyturn.event.Event;
import dev.keyturn.event.Events;
import dev.keyturn.port.Account;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Reports long throttling among the events of a run; ignores short throttling and limits the number
 * of reports.
 */
final class ThrottlingReporter implements Events {
  /** The minimum duration of throttling before the first report. */
  static final Duration LONG = Duration.ofSeconds(30);

  /** The minimum time between two reports. */
  static final Duration AGAIN = Duration.ofMinutes(5);

  private final Events events;
  private final Account account;
  private final InstantSource clock;
  private Instant tellAt = Instant.MAX;

  ThrottlingReporter(Events events, Account account, InstantSource clock) {
    this.events = events;
    this.account = account;
    this.clock = clock;
  }

  @Override
  public void on(Event event) {
    if (event instanceof Event.Progress) {
      look();
    }
    events.on(event);
  }

  private synchronized void look() {
    Account.Tempo tempo = account.tempo();
    Instant now = clock.instant();
    if (!tempo.slowed()) {
      tellAt = Instant.MAX;
    } else if (tellAt.equals(Instant.MAX)) {
      tellAt = now.plus(LONG);
    } else if (!now.isBefore(tellAt)) {
      tellAt = now.plus(AGAIN);
      events.on(new Event.Throttled(tempo.now()));
    }
  }
}
