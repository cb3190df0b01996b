package dev.keyturn.proof.organization;

/** Runs organizations until one fails, and prints it: for {@code proof/plant}. */
final class FirstBad {
  private FirstBad() {}

  /** Prints the first failing seed and the judge's message, or nothing; and a tally. */
  public static void main(String[] args) throws InterruptedException {
    dev.keyturn.proof.simulation.FirstBad.print(OrganizationLife.KIND, args);
  }
}
