/**
 * The accounts of an organization: which are worked on, what is due in each, and how limits are
 * shared.
 *
 * <p>Start with {@link dev.keyturn.org.OrganizationPlan}.
 *
 * <p>It must not know the SDK, nor how a session in an account is made.
 */
@NullMarked
package dev.keyturn.org;

import org.jspecify.annotations.NullMarked;
