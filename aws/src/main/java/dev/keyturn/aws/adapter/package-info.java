/**
 * The ports of a run on the AWS SDK for Java v2, one class for each.
 *
 * <p>Start with {@link dev.keyturn.aws.adapter.IamKeys}: every adapter has its form.
 *
 * <p>It must not know the policy or the order of effects.
 */
@NullMarked
package dev.keyturn.aws.adapter;

import org.jspecify.annotations.NullMarked;
