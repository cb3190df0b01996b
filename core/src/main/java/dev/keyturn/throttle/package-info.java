/**
 * Rate limits, retries and bounded concurrency.
 *
 * <p>Start with {@link dev.keyturn.throttle.RetryPolicy}.
 *
 * <p>It must not know which calls it bounds.
 */
@NullMarked
package dev.keyturn.throttle;

import org.jspecify.annotations.NullMarked;
