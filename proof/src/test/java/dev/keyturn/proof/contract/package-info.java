/**
 * One suite per port, run against whatever implements it: the account model in process, the sandbox
 * over HTTP, moto.
 *
 * <p>Start with {@link dev.keyturn.proof.contract.Stage}: what a suite needs besides the ports.
 */
@NullMarked
package dev.keyturn.proof.contract;

import org.jspecify.annotations.NullMarked;
