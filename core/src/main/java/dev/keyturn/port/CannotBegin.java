package dev.keyturn.port;

/** A run that could not begin: nothing was changed. The message says why and what to do. */
public final class CannotBegin extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean denied;

  public CannotBegin(String message) {
    super(message);
    this.denied = false;
  }

  /** A run that could not begin because of a call. */
  public CannotBegin(String message, PortFailure failure) {
    super(message);
    this.denied = failure.kind() == PortFailure.Kind.DENIED;
  }

  /** Whether AWS denied what the run needs. */
  public boolean denied() {
    return denied;
  }
}
