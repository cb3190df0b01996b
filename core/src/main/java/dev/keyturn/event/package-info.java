/**
 * What a run reports while it works and when it ends: events, rows, effects, the report.
 *
 * <p>Start with {@link dev.keyturn.event.Event} and {@link dev.keyturn.event.Report}.
 *
 * <p>It must not know its listeners.
 */
@NullMarked
package dev.keyturn.event;

import org.jspecify.annotations.NullMarked;
