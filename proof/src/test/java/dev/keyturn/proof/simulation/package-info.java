/**
 * Simulates years of a company's account from a seed: the real planner and run on the sandbox's
 * account model, with faults, lagging reads, overlapping runs and random acts of owners. After
 * every step a judge that does not use the planner checks the promises of INVARIANTS.md.
 *
 * <p>Start with {@code Life}, one seed from its first day to its last; {@code docs/simulation.md}
 * says how to replay one.
 */
@NullMarked
package dev.keyturn.proof.simulation;

import org.jspecify.annotations.NullMarked;
