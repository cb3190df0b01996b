/**
 * The effects for one user in the order of the protocol, and resuming what was interrupted.
 *
 * <p>Start with {@link dev.keyturn.apply.UserApplier}. The order of effects is the safety argument:
 * it stands in {@code Rotation}, {@code Deactivation} and {@code Deletion}, as the design has it in
 * section 4.
 *
 * <p>It must not know how the plan was made, nor any other user.
 */
@NullMarked
package dev.keyturn.apply;

import org.jspecify.annotations.NullMarked;
