/**
 * What {@code keyturn doctor} looks at, read from AWS.
 *
 * <p>Start with {@link dev.keyturn.doctor.aws.AwsProbes}.
 *
 * <p>It judges nothing: {@link dev.keyturn.doctor} does.
 */
@NullMarked
package dev.keyturn.doctor.aws;

import org.jspecify.annotations.NullMarked;
