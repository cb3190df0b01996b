/**
 * Permissions: reads and evaluates the IAM policy documents of this account's users.
 *
 * <p>Start at {@link dev.keyturn.sandbox.access.Permissions}. Must not know how calls come in.
 */
@NullMarked
package dev.keyturn.sandbox.access;

import org.jspecify.annotations.NullMarked;
