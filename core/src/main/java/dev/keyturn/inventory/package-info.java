/**
 * What one look at the whole account tells of everybody's keys: the credential report, and the
 * ledger of what was verified before. Both spare calls and neither is the truth; {@link
 * dev.keyturn.inventory.Ledger} says where the difference matters. Start with {@link
 * dev.keyturn.port.ReportedUser}. Knows the policy's values and nothing of runs or AWS's library.
 */
@NullMarked
package dev.keyturn.inventory;

import org.jspecify.annotations.NullMarked;
