package dev.keyturn.proof.simulation;

/** What befalls the calls of one process. */
@FunctionalInterface
interface Weather {
  Fate of(Call verb);

  static Weather fine() {
    return _ -> Fate.FINE;
  }

  /** Each attempt goes wrong with this probability. */
  static Weather bad(Dice dice, double probability) {
    return _ -> dice.chance(probability) ? dice.one(Fate.BAD) : Fate.FINE;
  }

  /** One attempt goes wrong, the one of this number from 1. */
  static Weather once(int number, Fate fate) {
    int[] attempts = new int[1];
    return _ -> ++attempts[0] == number ? fate : Fate.FINE;
  }

  /** This call always goes wrong in this way. */
  static Weather lasting(Call verb, Fate fate) {
    return call -> call == verb ? fate : Fate.FINE;
  }
}
