/**
 * Permissions: reads and evaluates policy documents of principals, resources and sessions.
 *
 * <p>Start at {@link dev.keyturn.sandbox.access.Authorization}. Must not know how calls come in.
 */
@NullMarked
package dev.keyturn.sandbox.access;

import org.jspecify.annotations.NullMarked;
