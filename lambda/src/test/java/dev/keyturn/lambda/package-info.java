/** Tests of the function's answers and log lines. */
@NullMarked
package dev.keyturn.lambda;

import org.jspecify.annotations.NullMarked;
