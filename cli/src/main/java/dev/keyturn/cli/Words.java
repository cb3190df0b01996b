package dev.keyturn.cli;

/** Numbers in sentences. */
final class Words {
  private Words() {}

  /** A number of things, as "1 user" or "2 users". */
  static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
