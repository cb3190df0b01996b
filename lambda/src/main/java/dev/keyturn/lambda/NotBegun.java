package dev.keyturn.lambda;

/** What an invocation fails with: its run could not begin, and nothing was touched. */
public final class NotBegun extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotBegun(String message) {
    super(message);
  }
}
