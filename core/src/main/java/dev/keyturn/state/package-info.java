/**
 * Objects that Keyturn keeps in the bucket: lease, notes, reminders, audit trail.
 *
 * <p>Start with {@link dev.keyturn.state.NoteStore} and {@link dev.keyturn.state.Lease}.
 *
 * <p>It must not know why something is kept.
 */
@NullMarked
package dev.keyturn.state;

import org.jspecify.annotations.NullMarked;
