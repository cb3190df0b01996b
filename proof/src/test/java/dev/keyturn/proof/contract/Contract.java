package dev.keyturn.proof.contract;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.port.PortFailure;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What all suites share. */
interface Contract {
  Stage stage();

  /** The way in which a call fails. */
  static PortFailure.Kind failure(ThrowingCallable call) {
    return catchThrowableOfType(PortFailure.class, call).kind();
  }
}
