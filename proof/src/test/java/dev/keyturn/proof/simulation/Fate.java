package dev.keyturn.proof.simulation;

import dev.keyturn.port.PortFailure.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What befalls one attempt at a call. */
enum Fate {
  FINE,
  /** It takes long, and is served. */
  SLOW,
  /** It is served, and then the machine sleeps. */
  FROZEN,
  /** The process dies before it has sent the call. */
  CUT_BEFORE,
  /** The process dies, and what it has sent takes effect a while later. */
  CUT_IN_FLIGHT,
  /** The process dies when the call was served. */
  CUT_AFTER,
  THROTTLED,
  DENIED,
  /** The credentials are not taken any more. */
  CREDENTIALS,
  REFUSED,
  UNSUPPORTED,
  UNREACHABLE,
  /** No reply, and no effect. */
  TIMED_OUT,
  /** The effect took place, and the reply is lost. */
  REPLY_LOST,
  /** No reply, and the effect takes place a while later. */
  LATE;

  /** All that may befall any call. */
  static final List<Fate> BAD =
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

  /** What may go on for days. */
  static final List<Fate> LASTING =
      List.of(
          THROTTLED, DENIED, REFUSED, UNREACHABLE, TIMED_OUT, REPLY_LOST, CUT_BEFORE, CUT_AFTER);

  /** What makes a call take effect seconds later, at its next attempt or at once. */
  static final Set<Fate> DELAYING =
      EnumSet.of(SLOW, THROTTLED, UNREACHABLE, TIMED_OUT, REPLY_LOST, LATE);

  /** How a port says it. */
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
