package dev.keyturn.proof.simulation;

import dev.keyturn.port.PortFailure.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The outcome of one attempt of a call. */
public enum Fate {
  FINE,
  /** The call is slow, and is served. */
  SLOW,
  /** The call is served, and then the machine sleeps. */
  FROZEN,
  /** The process ends before it sends the call. */
  CUT_BEFORE,
  /** The process ends, and the sent call takes effect later. */
  CUT_IN_FLIGHT,
  /** The process ends after the call was served. */
  CUT_AFTER,
  THROTTLED,
  DENIED,
  /** The credentials are not accepted any more. */
  CREDENTIALS,
  REFUSED,
  UNSUPPORTED,
  UNREACHABLE,
  /** No reply, and no effect. */
  TIMED_OUT,
  /** The effect took place, and the reply is lost. */
  REPLY_LOST,
  /** No reply, and the effect takes place later. */
  LATE;

  /** The faults of any call. */
  public static final List<Fate> BAD =
      List.of(
          SLOW,
          FROZEN,
          CUT_BEFORE,
          CUT_IN_FLIGHT,
          CUT_AFTER,
          THROTTLED,
          DENIED,
          CREDENTIALS,
          REFUSED,
          UNREACHABLE,
          TIMED_OUT,
          REPLY_LOST,
          LATE);

  /** Faults that may last for days. */
  public static final List<Fate> LASTING =
      List.of(
          THROTTLED, DENIED, REFUSED, UNREACHABLE, TIMED_OUT, REPLY_LOST, CUT_BEFORE, CUT_AFTER);

  /** Faults that delay the effect of a call by seconds. */
  static final Set<Fate> DELAYING =
      EnumSet.of(SLOW, THROTTLED, UNREACHABLE, TIMED_OUT, REPLY_LOST, LATE);

  /** The failure that a port reports. */
  Kind kind() {
    return switch (this) {
      case THROTTLED -> Kind.THROTTLED;
      case DENIED -> Kind.DENIED;
      case CREDENTIALS -> Kind.CREDENTIALS;
      case REFUSED -> Kind.REFUSED;
      case UNSUPPORTED -> Kind.UNSUPPORTED;
      case UNREACHABLE -> Kind.UNREACHABLE;
      case TIMED_OUT, REPLY_LOST, LATE -> Kind.UNCLEAR;
      case FINE, SLOW, FROZEN, CUT_BEFORE, CUT_IN_FLIGHT, CUT_AFTER ->
          throw new IllegalStateException(this + " is no failure of a port");
    };
  }
}
