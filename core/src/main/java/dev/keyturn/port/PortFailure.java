package dev.keyturn.port;

/**
 * A failed call. The message has the operation, its object and AWS's message, and never a secret.
 */
public final class PortFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * What is known about the call's effect. All kinds except {@link #UNCLEAR} mean that it had none.
   */
  public enum Kind {
    /** No permission. */
    DENIED,
    /** There are no credentials, or AWS does not accept them. */
    CREDENTIALS,
    /** Too many calls; a later attempt may succeed. */
    THROTTLED,
    /** The object of the call does not exist. */
    NOT_FOUND,
    /** The endpoint does not support this call. */
    UNSUPPORTED,
    /** Another refusal. */
    REFUSED,
    /** No connection: the call was never sent. */
    UNREACHABLE,
    /** The call may or may not have had its effect: no reply, or an error on AWS's side. */
    UNCLEAR
  }

  private final Kind kind;
  private final boolean general;
  private final boolean forbidden;

  public PortFailure(Kind kind, String message) {
    this(kind, message, isGeneral(kind), false);
  }

  private PortFailure(Kind kind, String message, boolean general, boolean forbidden) {
    super(message);
    this.kind = kind;
    this.general = general;
    this.forbidden = forbidden;
  }

  /** A refusal that every call like this one would get, for any user. */
  public static PortFailure ofAll(Kind kind, String message) {
    return new PortFailure(kind, message, true, false);
  }

  /** A denial that allowing more does not lift: a statement denies the call explicitly. */
  public static PortFailure forbidden(String message) {
    return new PortFailure(Kind.DENIED, message, false, true);
  }

  private static boolean isGeneral(Kind kind) {
    return switch (kind) {
      case CREDENTIALS, UNSUPPORTED -> true;
      case DENIED, THROTTLED, NOT_FOUND, REFUSED, UNREACHABLE, UNCLEAR -> false;
    };
  }

  /** Whether it is certain that every call like this one would fail, for any user. */
  public boolean general() {
    return general;
  }

  /** Whether a statement denies the call explicitly, so that allowing more does not help. */
  public boolean forbidden() {
    return forbidden;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether it is certain that the call had no effect. */
  public boolean clear() {
    return kind != Kind.UNCLEAR;
  }

  /** The message; never empty. */
  public String message() {
    String message = getMessage();
    return message == null ? kind.name() : message;
  }

  /** A programming error while one user was processed: that user fails, the others continue. */
  public static PortFailure defect(RuntimeException mistake) {
    return new PortFailure(Kind.UNCLEAR, "a defect of Keyturn, please report it: " + mistake);
  }
}
