/**
 * One suite per port, run against each implementation: the account model in process, the sandbox
 * over HTTP, moto.
 *
 * <p>Start with {@link dev.keyturn.proof.contract.Stage}: the operations that a suite needs besides
 * the ports.
 */
@NullMarked
package dev.keyturn.proof.contract;

import org.jspecify.annotations.NullMarked;
