/**
 * All accounts, and which of them an organization holds together, without the network. Start at
 * {@link dev.keyturn.sandbox.organization.Organization}. Must not know how calls come in.
 */
@NullMarked
package dev.keyturn.sandbox.organization;

import org.jspecify.annotations.NullMarked;
