/**
 * Reads the account: users, the credential report, and the ledger of verified keys. Report and
 * ledger save calls and may be stale; {@link dev.keyturn.inventory.Ledger} says where that matters.
 * Start with {@link dev.keyturn.inventory.Listing} and {@link dev.keyturn.inventory.KeyCache}. It
 * must not know runs or the AWS SDK.
 */
@NullMarked
package dev.keyturn.inventory;

import org.jspecify.annotations.NullMarked;
