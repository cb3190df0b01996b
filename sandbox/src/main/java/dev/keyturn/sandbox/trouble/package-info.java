/**
 * What can be ordered to go wrong, and what is kept of every call: faults, rate limits, the log.
 *
 * <p>Start at {@link dev.keyturn.sandbox.trouble.Fault}. Must not know any protocol: services say
 * in their own words what was decided here.
 */
@NullMarked
package dev.keyturn.sandbox.trouble;

import org.jspecify.annotations.NullMarked;
