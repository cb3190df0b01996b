/** The launcher {@code keyturn}, with what the build makes of {@code cli/}, on its own. */
@NullMarked
package dev.keyturn.proof.launcher;

import org.jspecify.annotations.NullMarked;
