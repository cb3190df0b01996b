/**
 * IAM as the sandbox answers it: users, keys, groups, roles, policies and the policy simulator.
 *
 * <p>Start with {@link dev.keyturn.sandbox.service.iam.IamService}.
 *
 * <p>It must not know Keyturn.
 */
@NullMarked
package dev.keyturn.sandbox.service.iam;

import org.jspecify.annotations.NullMarked;
