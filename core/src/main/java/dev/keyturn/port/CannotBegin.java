package dev.keyturn.port;

/** A run that could not begin: nothing was changed. The message says why and what to do. */
public final class CannotBegin extends Exception {
  private static final long serialVersionUID = 1L;

  public CannotBegin(String message) {
    super(message);
  }
}
