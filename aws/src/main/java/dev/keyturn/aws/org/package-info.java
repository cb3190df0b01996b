/**
 * Other accounts of the organization: their list, and sessions in them.
 *
 * <p>Start with {@link dev.keyturn.aws.org.MemberCredentials}.
 *
 * <p>It must not know what is done in an account.
 */
@NullMarked
package dev.keyturn.aws.org;

import org.jspecify.annotations.NullMarked;
