package dev.keyturn.proof.simulation;

/** A promise that was broken. */
public final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  public Violation(String what) {
    super(what);
  }
}
