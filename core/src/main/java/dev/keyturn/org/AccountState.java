package dev.keyturn.org;

import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.PortFailure;
import java.util.Locale;

/** The result of an account in a run. */
public enum AccountState {
  /** In a plan: something is due. */
  DUE,
  /** Something was done. */
  ACTED,
  /** Nothing is due. */
  QUIET,
  /** All that is due is left for a later run. */
  DEFERRED,
  /** A tag of the account says that nothing is to be changed. */
  HELD,
  /** At least one user failed, or the account could not be read. */
  FAILED,
  /** AWS denies the session, or what it needs. */
  DENIED,
  /** The account is so young that the member role may not be there yet. */
  UNREACHED,
  /** There is no result. */
  LOST,
  /** It is closed or excluded. */
  LEFT_OUT;

  static AccountState of(PortFailure failure) {
    return failure.kind() == PortFailure.Kind.DENIED ? DENIED : FAILED;
  }

  static AccountState of(CannotBegin refusal) {
    return refusal.denied() ? DENIED : FAILED;
  }

  /** The word in reports. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Whether a person should look at it; the exit status is then 1. */
  public boolean bad() {
    return this == FAILED || this == DENIED || this == LOST;
  }

  /** Whether the account was read. */
  public boolean reached() {
    return switch (this) {
      case DUE, ACTED, QUIET, DEFERRED, HELD -> true;
      case FAILED, DENIED, UNREACHED, LOST, LEFT_OUT -> false;
    };
  }
}
