package dev.keyturn.proof.simulation;

import java.util.Optional;

/** Runs seeds until one fails, and prints it: for {@code proof/plant}. */
final class FirstBad {
  private FirstBad() {}

  /** Prints the first failing seed and the judge's message, or nothing; and a tally. */
  public static void main(String[] args) throws InterruptedException {
    Simulation simulation = new Simulation(Seeds.of(args[0]), _ -> {});
    Optional<String> bad = simulation.run(Runtime.getRuntime().availableProcessors());
    System.err.println(simulation.total());
    if (bad.isPresent()) {
      System.out.printf("bad %d%n%s%n", simulation.bad(), simulation.why());
    }
  }
}
