/**
 * Who may do what: IAM policy documents, read and evaluated as far as this account's users need it.
 *
 * <p>Start at {@link dev.keyturn.sandbox.access.Permissions}. Must not know how calls come in.
 */
@NullMarked
package dev.keyturn.sandbox.access;

import org.jspecify.annotations.NullMarked;
