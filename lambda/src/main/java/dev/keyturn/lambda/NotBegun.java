package dev.keyturn.lambda;

/** The failure of an invocation whose run could not begin; nothing was changed. */
public final class NotBegun extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotBegun(String message) {
    super(message);
  }
}
