package dev.keyturn.proof.simulation;

import java.util.List;

/** Runs seeds until one fails, and prints it: for {@code proof/plant}. */
public final class FirstBad {
  private FirstBad() {}

  /** Prints the first failing company and the judge's message, or nothing; and a tally. */
  public static void main(String[] args) throws InterruptedException {
    print(Simulation.Kind.COMPANIES, args);
  }

  /** The same for seeds of another kind. */
  public static void print(Simulation.Kind kind, String... seeds) throws InterruptedException {
    Simulation simulation = new Simulation(kind, Seeds.of(seeds[0]), 1, _ -> {});
    List<String> _ = simulation.run(Runtime.getRuntime().availableProcessors());
    System.err.println(simulation.total());
    simulation
        .bad()
        .ifPresent(bad -> System.out.printf("bad %d%n%s%n", bad.getKey(), bad.getValue()));
  }
}
