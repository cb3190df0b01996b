/**
 * Injected faults, rate limits, and the log of calls.
 *
 * <p>Start at {@link dev.keyturn.sandbox.trouble.Fault}. Must not know any protocol: services say
 * in their own words what was decided here.
 */
@NullMarked
package dev.keyturn.sandbox.trouble;

import org.jspecify.annotations.NullMarked;
