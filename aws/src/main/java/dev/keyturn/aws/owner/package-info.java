/**
 * What {@code keyturn fetch} does in AWS with an owner's own key.
 *
 * <p>Start with {@link dev.keyturn.aws.owner.OwnersAccess}.
 *
 * <p>It must not be used by a run: a run never has an owner's key.
 */
@NullMarked
package dev.keyturn.aws.owner;

import org.jspecify.annotations.NullMarked;
