package dev.keyturn.cli;

import dev.keyturn.event.Events;
import dev.keyturn.mail.Mailroom;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.DigestSender;
import dev.keyturn.run.Intervention;
import dev.keyturn.run.Run;
import dev.keyturn.settings.Settings;
import dev.keyturn.state.History;

/** Everything that a command needs to work on an account. */
public record Workplace(
    Settings settings,
    Ports ports,
    Mailroom mailroom,
    DigestSender courier,
    RuntimeEnvironment world,
    Events events) {
  /** A copy with other ports. */
  public Workplace with(Ports others) {
    return new Workplace(settings, others, mailroom, courier, world, events);
  }

  public Run run() {
    return new Run(settings, ports, mailroom, world, events);
  }

  public Intervention intervention() {
    return new Intervention(settings, ports, mailroom, world, events);
  }

  public History history() {
    return new History(ports, world);
  }
}
