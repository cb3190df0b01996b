package dev.keyturn.proof.contract;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.port.PortFailure;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Common parts of all suites. */
interface Contract {
  Stage stage();

  /** The kind of a call's failure. */
  static PortFailure.Kind failure(ThrowingCallable call) {
    return catchThrowableOfType(PortFailure.class, call).kind();
  }
}
