/**
 * Facts in, decision out: what Keyturn does for one user today, and why.
 *
 * <p>Start with {@link dev.keyturn.policy.Planner}: the table of the design's section 1 as one pure
 * function. {@link dev.keyturn.facts.Facts} is the input, {@link dev.keyturn.policy.Decision} the
 * output, {@link dev.keyturn.policy.Reason} the reason.
 *
 * <p>It must not know AWS, a clock, a logger or any input and output: today's date is an argument
 * like any other.
 */
@NullMarked
package dev.keyturn.policy;

import org.jspecify.annotations.NullMarked;
