package dev.keyturn.event;

import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.settings.Settings;
import java.util.UUID;

/**
 * What one run works with.
 *
 * @param ports AWS
 * @param environment the machine: clock, waits, randomness, threads
 * @param events where it reports what happens
 * @param id what it is called in logs, reports and the audit trail
 */
public record RunContext(
    Settings settings, Ports ports, RuntimeEnvironment environment, Events events, String id) {
  /** A new run. */
  public RunContext(Settings settings, Ports ports, RuntimeEnvironment environment, Events events) {
    this(
        settings,
        ports,
        environment,
        events,
        new UUID(environment.random().nextLong(), environment.random().nextLong()).toString());
  }
}
