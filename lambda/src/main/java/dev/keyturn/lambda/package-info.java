/**
 * Entry point: the scheduled AWS Lambda function.
 *
 * <p>Start with {@link dev.keyturn.lambda.RotationHandler}. It must not know the command line or
 * the sandbox; its artefact contains no class of either.
 */
@NullMarked
package dev.keyturn.lambda;

import org.jspecify.annotations.NullMarked;
