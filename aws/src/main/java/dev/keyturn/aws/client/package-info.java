/**
 * How the SDK's clients connect to AWS: proxies, trusted authorities, calls and their failures.
 * Start with {@link dev.keyturn.aws.client.Network}. It must not know what a run does.
 */
@NullMarked
package dev.keyturn.aws.client;

import org.jspecify.annotations.NullMarked;
