package dev.keyturn.proof.simulation;

import java.util.Optional;

/** Lives seeds until one ends badly, and says which: for {@code proof/plant}. */
final class FirstBad {
  private FirstBad() {}

  /**
   * Prints the first seed that ends badly and what the judge says of it, or nothing; and a tally.
   */
  public static void main(String[] args) throws InterruptedException {
    Simulation simulation = new Simulation(Seeds.of(args[0]), _ -> {});
    Optional<String> bad = simulation.run(Runtime.getRuntime().availableProcessors());
    System.err.println(simulation.total());
    if (bad.isPresent()) {
      System.out.printf("bad %d%n%s%n", simulation.bad(), simulation.why());
    }
  }
}
