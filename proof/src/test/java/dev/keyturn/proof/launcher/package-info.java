/** The launcher {@code keyturn} with the built {@code cli/}, outside of a checkout. */
@NullMarked
package dev.keyturn.proof.launcher;

import org.jspecify.annotations.NullMarked;
