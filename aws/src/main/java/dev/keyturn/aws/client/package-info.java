/**
 * How the SDK's clients reach AWS from this machine: through which proxy, and trusting which
 * authorities. Start with {@link dev.keyturn.aws.client.Network}. It knows nothing of services,
 * calls or ports.
 */
@NullMarked
package dev.keyturn.aws.client;

import org.jspecify.annotations.NullMarked;
