package dev.keyturn.cli.fetch;

/** No new key was put in place, and nothing was changed. The message says why and what to do. */
public final class CannotFetch extends Exception {
  private static final long serialVersionUID = 1L;

  CannotFetch(String message) {
    super(message);
  }

  /** What the failure says; never empty. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
