package dev.keyturn.proof.simulation;

import java.time.Duration;

/** How a process lets time pass: alone, or with others who go on meanwhile. */
@FunctionalInterface
interface Pace {
  void pass(Duration time);
}
