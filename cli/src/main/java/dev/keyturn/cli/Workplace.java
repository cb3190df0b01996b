package dev.keyturn.cli;

import dev.keyturn.event.Events;
import dev.keyturn.mail.NoticeWriter;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.AfterRun;
import dev.keyturn.run.Intervention;
import dev.keyturn.run.Run;
import dev.keyturn.settings.Settings;
import dev.keyturn.state.History;

/** Everything that a command needs to work on an account. */
public record Workplace(
    Settings settings,
    Ports ports,
    NoticeWriter noticeWriter,
    AfterRun afterRun,
    RuntimeEnvironment runtime,
    Events events) {
  /** A copy with other ports. */
  public Workplace with(Ports others) {
    return new Workplace(settings, others, noticeWriter, afterRun, runtime, events);
  }

  public Run run() {
    return new Run(settings, ports, noticeWriter, runtime, events);
  }

  public Intervention intervention() {
    return new Intervention(settings, ports, noticeWriter, runtime, events);
  }

  public History history() {
    return new History(ports, runtime);
  }
}
