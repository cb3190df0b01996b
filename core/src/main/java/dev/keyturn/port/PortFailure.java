package dev.keyturn.port;

import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /**
   * A policy that denies a call although the caller's own permissions may be enough, so that
   * allowing the caller more does not help.
   *
   * @param policy its kind, such as "service control policy of the organization"
   * @param explicitly whether a statement of it denies the call; otherwise none allows it
   */
  public record Denier(String policy, boolean explicitly) implements Serializable {}

  private final Kind kind;
  private final boolean general;
  private final @Nullable Denier denier;
  private final boolean mail;

  public PortFailure(Kind kind, String message) {
    this(kind, message, isGeneral(kind), null, false);
  }

  private PortFailure(
      Kind kind, String message, boolean general, @Nullable Denier denier, boolean mail) {
    super(message);
    this.kind = kind;
    this.general = general;
    this.denier = denier;
    this.mail = mail;
  }

  /** A refusal that every call like this one would get, for any user. */
  public static PortFailure ofAll(Kind kind, String message) {
    return new PortFailure(kind, message, true, null, false);
  }

  /** A denial that allowing the caller more does not lift. */
  public static PortFailure deniedBy(Denier denier, String message) {
    return new PortFailure(Kind.DENIED, message, false, denier, false);
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

  /** The policy that denies the call; empty if the caller may only lack a permission. */
  public Optional<Denier> denier() {
    return Optional.ofNullable(denier);
  }

  /** The same failure, as that of a mail. */
  public PortFailure ofMail() {
    PortFailure failure = new PortFailure(kind, message(), general, denier, true);
    failure.initCause(this);
    return failure;
  }

  /** Whether a mail could not be sent. */
  public boolean mail() {
    return mail;
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
