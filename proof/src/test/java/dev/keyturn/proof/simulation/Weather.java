package dev.keyturn.proof.simulation;

/** Decides the faults of one process's calls. */
@FunctionalInterface
public interface Weather {
  Fate of(Call verb);

  static Weather fine() {
    return _ -> Fate.FINE;
  }

  /** Each attempt fails with this probability. */
  static Weather bad(Dice dice, double probability) {
    return _ -> dice.chance(probability) ? dice.one(Fate.BAD) : Fate.FINE;
  }

  /** Only the attempt with this number, from 1, fails. */
  static Weather once(int number, Fate fate) {
    int[] attempts = new int[1];
    return _ -> ++attempts[0] == number ? fate : Fate.FINE;
  }

  /** This call always fails in this way. */
  static Weather lasting(Call verb, Fate fate) {
    return call -> call == verb ? fate : Fate.FINE;
  }
}
