/**
 * What one look at the whole account tells of everybody's keys: the credential report, and the
 * ledger of what was verified before. Both spare calls and neither is the truth; {@link
 * dev.keyturn.directory.Ledger} says where the difference matters. Start with {@link
 * dev.keyturn.directory.ReportedUser}. Knows the policy's values and nothing of runs or AWS's
 * library.
 */
@NullMarked
package dev.keyturn.directory;

import org.jspecify.annotations.NullMarked;
