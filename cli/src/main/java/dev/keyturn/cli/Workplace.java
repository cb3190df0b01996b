package dev.keyturn.cli;

import dev.keyturn.digest.Courier;
import dev.keyturn.mail.Mailroom;
import dev.keyturn.run.Events;
import dev.keyturn.run.History;
import dev.keyturn.run.Intervention;
import dev.keyturn.run.Ports;
import dev.keyturn.run.Run;
import dev.keyturn.run.World;
import dev.keyturn.settings.Settings;

/** All that a command needs to work on an account. */
record Workplace(
    Settings settings,
    Ports ports,
    Mailroom mailroom,
    Courier courier,
    World world,
    Events events) {
  Run run() {
    return new Run(settings, ports, mailroom, world, events);
  }

  Intervention intervention() {
    return new Intervention(settings, ports, mailroom, world, events);
  }

  History history() {
    return new History(ports, world);
  }
}
