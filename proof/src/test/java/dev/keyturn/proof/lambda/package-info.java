/**
 * The packaged function, under AWS's own runtime interface client, against a stub of the Lambda
 * Runtime API, with the sandbox behind it. Start with {@link
 * dev.keyturn.proof.lambda.FunctionTest}.
 */
@NullMarked
package dev.keyturn.proof.lambda;

import org.jspecify.annotations.NullMarked;
