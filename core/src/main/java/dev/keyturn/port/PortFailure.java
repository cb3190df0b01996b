package dev.keyturn.port;

/**
 * A call that did not do what it should. The message names the verb, its object and AWS's own
 * words, and never a secret.
 */
public final class PortFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is known of the call's effect. All but {@link #UNCLEAR} mean that it had none. */
  public enum Kind {
    /** No permission. */
    DENIED,
    /** There are no credentials, or AWS does not take them. */
    CREDENTIALS,
    /** Too many calls; later it may go through. */
    THROTTLED,
    /** What the call is about does not exist. */
    NOT_FOUND,
    /** AWS does not know this call. */
    UNSUPPORTED,
    /** Another clear no. */
    REFUSED,
    /** No connection: the call was never sent. */
    UNREACHABLE,
    /** It may or may not have had its effect: no reply, or an error on AWS's side. */
    UNCLEAR
  }

  private final Kind kind;
  private final boolean general;

  public PortFailure(Kind kind, String message) {
    this(kind, message, isGeneral(kind));
  }

  private PortFailure(Kind kind, String message, boolean general) {
    super(message);
    this.kind = kind;
    this.general = general;
  }

  /** A refusal that every call like this one would meet, whoever it is about. */
  public static PortFailure ofAll(Kind kind, String message) {
    return new PortFailure(kind, message, true);
  }

  private static boolean isGeneral(Kind kind) {
    return switch (kind) {
      case CREDENTIALS, UNSUPPORTED -> true;
      case DENIED, THROTTLED, NOT_FOUND, REFUSED, UNREACHABLE, UNCLEAR -> false;
    };
  }

  /**
   * Whether it is certain that it is not about one user: every call like this one would fail, too.
   */
  public boolean general() {
    return general;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether it is certain that the call had no effect. */
  public boolean clear() {
    return kind != Kind.UNCLEAR;
  }

  /** What the failure says; never empty. */
  public String message() {
    String message = getMessage();
    return message == null ? kind.name() : message;
  }

  /**
   * A programming error while one user was worked on: that user's failure, so the others continue.
   */
  public static PortFailure defect(RuntimeException mistake) {
    return new PortFailure(Kind.UNCLEAR, "a defect of Keyturn, please report it: " + mistake);
  }
}
