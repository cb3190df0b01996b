/**
 * One run over one account, end to end, and what follows it.
 *
 * <p>Start with {@link dev.keyturn.run.Run}: plan, permissions, lease, each user, state, report.
 * {@link dev.keyturn.run.Intervention} is what an administrator does about one user.
 *
 * <p>It must not know the AWS SDK, the environment, standard output or the system's clock: they
 * come in by {@link dev.keyturn.port.RuntimeEnvironment}.
 */
@NullMarked
package dev.keyturn.run;

import org.jspecify.annotations.NullMarked;
