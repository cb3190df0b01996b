/**
 * An AWS account served over HTTP on loopback: IAM, STS, S3 and SES v2 on one port, with a clock
 * that can be turned and faults that can be ordered.
 *
 * <p>Start at {@link dev.keyturn.sandbox.Sandbox}; {@link dev.keyturn.sandbox.Front} shows the way
 * of a call. The module knows AWS and nothing of the tools that are tried against it.
 */
@NullMarked
package dev.keyturn.sandbox;

import org.jspecify.annotations.NullMarked;
