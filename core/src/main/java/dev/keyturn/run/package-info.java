/**
 * One plan or apply over one account: reads facts and carries decisions out, through ports.
 *
 * <p>Start with {@link dev.keyturn.run.Run}. The order of effects, which is the safety argument,
 * stands in {@code Rotation}, {@code Deactivation} and {@code Deletion}, one after the other as the
 * design's section 4 has them. The ports ({@link dev.keyturn.run.Users}, {@link
 * dev.keyturn.run.Keys}, {@link dev.keyturn.run.Vault}, {@link dev.keyturn.run.Post}, {@link
 * dev.keyturn.run.Account}) say what the run needs of AWS.
 *
 * <p>It must not know the AWS SDK, the environment, standard output or the system's clock; whatever
 * is not a function of its arguments comes in by {@link dev.keyturn.run.World}.
 */
@NullMarked
package dev.keyturn.run;

import org.jspecify.annotations.NullMarked;
