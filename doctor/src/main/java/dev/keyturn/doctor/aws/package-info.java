/**
 * Reads from AWS what {@code keyturn doctor} checks.
 *
 * <p>Start with {@link dev.keyturn.doctor.aws.AwsProbes}.
 *
 * <p>It must not know the checks: {@link dev.keyturn.doctor} draws the conclusions.
 */
@NullMarked
package dev.keyturn.doctor.aws;

import org.jspecify.annotations.NullMarked;
