package dev.keyturn.run;

import dev.keyturn.apply.MailFactory;
import dev.keyturn.event.EventBus;
import dev.keyturn.event.Events;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.settings.Settings;
import dev.keyturn.state.History;
import java.util.Optional;

/**
 * Everything that is needed to work on an account.
 *
 * @param bus empty if no events are wanted there
 * @param events where runs report what happens
 */
public record Workplace(
    Settings settings,
    Ports ports,
    MailFactory mails,
    Optional<EventBus> bus,
    RuntimeEnvironment runtime,
    Events events) {
  /** A copy with other ports. */
  public Workplace with(Ports others) {
    return new Workplace(settings, others, mails, bus, runtime, events);
  }

  /** A copy that reports elsewhere. */
  public Workplace with(Events others) {
    return new Workplace(settings, ports, mails, bus, runtime, others);
  }

  public Run run() {
    return new Run(settings, ports, mails.noticeWriter(ports.account()), runtime, events);
  }

  public AfterRun afterRun() {
    return new AfterRun(settings, ports, mails.digestWriter(ports.account()), bus);
  }

  public Intervention intervention() {
    return new Intervention(settings, ports, mails.noticeWriter(ports.account()), runtime, events);
  }

  public History history() {
    return new History(ports, runtime);
  }
}
