package dev.keyturn.port;

/** A run that could not begin: nothing was changed. The message says why and what to do. */
public final class CannotBegin extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean denied;
  private final int deferred;

  public CannotBegin(String message) {
    this(message, 0);
  }

  /**
   * A run that could not begin although users are due.
   *
   * @param deferred the number of users that it defers to the next run
   */
  public CannotBegin(String message, int deferred) {
    super(message);
    this.denied = false;
    this.deferred = deferred;
  }

  /** A run that could not begin because of a call. */
  public CannotBegin(String message, PortFailure failure) {
    super(message);
    this.denied = failure.kind() == PortFailure.Kind.DENIED;
    this.deferred = 0;
  }

  /** Whether AWS denied what the run needs. */
  public boolean denied() {
    return denied;
  }

  /** The number of users that are known to be deferred to the next run. */
  public int deferred() {
    return deferred;
  }
}
