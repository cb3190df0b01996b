/**
 * Facts in, decision out: what is to happen to one user today, and why.
 *
 * <p>Start with {@link dev.keyturn.policy.Planner}: the table of the design's section 1 as one pure
 * function. {@link dev.keyturn.facts.Facts} is what it is told, {@link dev.keyturn.policy.Decision}
 * what it answers, {@link dev.keyturn.policy.Reason} why.
 *
 * <p>It must not know AWS, a clock, a logger or any input and output: today's date is an argument
 * like any other.
 */
@NullMarked
package dev.keyturn.policy;

import org.jspecify.annotations.NullMarked;
