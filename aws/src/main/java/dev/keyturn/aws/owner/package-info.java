/**
 * What {@code keyturn fetch} does in AWS with an owner's own key.
 *
 * <p>Start with {@link dev.keyturn.aws.owner.OwnersAccess}.
 *
 * <p>No run and no function may hold a key of an owner.
 */
@NullMarked
package dev.keyturn.aws.owner;

import org.jspecify.annotations.NullMarked;
