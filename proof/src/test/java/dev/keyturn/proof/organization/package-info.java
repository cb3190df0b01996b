/**
 * Some weeks of an organization of three accounts, one seed each: the steps of the state machine in
 * process, on a company of {@link dev.keyturn.proof.simulation} in each account, with a hub whose
 * bucket and quota of mails they share. {@link
 * dev.keyturn.proof.organization.SeventeenAccountsTest} does the same steps at the same time,
 * against the sandbox.
 */
@NullMarked
package dev.keyturn.proof.organization;

import org.jspecify.annotations.NullMarked;
