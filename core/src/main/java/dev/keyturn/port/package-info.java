/**
 * What a run needs from AWS and from the machine: interfaces and their values.
 *
 * <p>Start with {@link dev.keyturn.port.Ports}.
 *
 * <p>It must not know the AWS SDK, nor the run.
 */
@NullMarked
package dev.keyturn.port;

import org.jspecify.annotations.NullMarked;
