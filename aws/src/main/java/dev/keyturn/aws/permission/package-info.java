/**
 * Which permissions a run needs, and whether the caller has them by IAM's policy simulator.
 *
 * <p>Start with {@link dev.keyturn.aws.permission.IamPermissions}; {@link
 * dev.keyturn.aws.permission.RequiredPermissions} is the list.
 *
 * <p>It must not know how a run uses the answer.
 */
@NullMarked
package dev.keyturn.aws.permission;

import org.jspecify.annotations.NullMarked;
