/** The launcher {@code keyturn} with the built {@code demo/}, outside of a checkout. */
@NullMarked
package dev.keyturn.proof.launcher;

import org.jspecify.annotations.NullMarked;
