package dev.keyturn.proof.simulation;

import java.time.Duration;

/** Lets time pass for a process: alone, or while others run. */
@FunctionalInterface
public interface Pace {
  void pass(Duration time);
}
