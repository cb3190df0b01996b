/**
 * The ports of {@code dev.keyturn.run} on the AWS SDK for Java v2; the only place that imports it.
 *
 * <p>Start with {@link dev.keyturn.aws.Aws#connect}, which creates the clients with every time-out,
 * retry, page size and limit. SDK exceptions end here: {@code Calls} turns them into {@link
 * dev.keyturn.port.PortFailure}.
 *
 * <p>It must not know the policy's rules or the protocol's order.
 */
@NullMarked
package dev.keyturn.aws;

import org.jspecify.annotations.NullMarked;
