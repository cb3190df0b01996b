package dev.keyturn.proof.simulation;

/** The end of a process, as by SIGKILL: no code catches it, and no call follows. */
public final class Cut extends Error {
  private static final long serialVersionUID = 1L;

  Cut() {
    super("cut", null, false, false);
  }

  /** Whether this or its cause is the end of a process. */
  public static boolean is(Throwable thrown) {
    return thrown instanceof Cut || thrown.getCause() instanceof Cut;
  }
}
