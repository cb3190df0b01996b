/** Tests of what the function says. */
@NullMarked
package dev.keyturn.lambda;

import org.jspecify.annotations.NullMarked;
