package dev.keyturn.proof.simulation;

import java.util.List;

/** Runs seeds until one fails, and prints it: for {@code proof/plant}. */
final class FirstBad {
  private FirstBad() {}

  /** Prints the first failing seed and the judge's message, or nothing; and a tally. */
  public static void main(String[] args) throws InterruptedException {
    Simulation simulation = new Simulation(Seeds.of(args[0]), 1, _ -> {});
    List<String> _ = simulation.run(Runtime.getRuntime().availableProcessors());
    System.err.println(simulation.total());
    simulation
        .bad()
        .ifPresent(bad -> System.out.printf("bad %d%n%s%n", bad.getKey(), bad.getValue()));
  }
}
