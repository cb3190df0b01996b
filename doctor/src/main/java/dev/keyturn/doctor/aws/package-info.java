/**
 * Reads from AWS what {@code keyturn doctor} checks.
 *
 * <p>Start with {@link dev.keyturn.doctor.aws.AwsProbes}.
 *
 * <p>It draws no conclusions: {@link dev.keyturn.doctor} does.
 */
@NullMarked
package dev.keyturn.doctor.aws;

import org.jspecify.annotations.NullMarked;
