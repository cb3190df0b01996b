/**
 * An AWS account without the network: IAM users, their tags, keys, groups and policies, the
 * credential report, and who may sign requests. Deterministic: time and randomness are handed in.
 * Every rule that AWS documents names its page.
 *
 * <p>Start at {@link dev.keyturn.sandbox.account.Account}. Must not know HTTP, XML or JSON replies,
 * or how requests are signed.
 */
@NullMarked
package dev.keyturn.sandbox.account;

import org.jspecify.annotations.NullMarked;
