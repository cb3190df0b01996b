/**
 * SES without the network: identities and whether they are verified, the suppression list, and
 * every mail that was accepted, kept readable with both bodies.
 *
 * <p>Start at {@link dev.keyturn.sandbox.mail.Mailroom}, one per region. Must not know HTTP or
 * JSON.
 */
@NullMarked
package dev.keyturn.sandbox.mail;

import org.jspecify.annotations.NullMarked;
