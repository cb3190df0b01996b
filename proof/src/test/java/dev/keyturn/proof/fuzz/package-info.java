/** Invalid input: damaged replies; and a search for secrets in all output. */
@NullMarked
package dev.keyturn.proof.fuzz;

import org.jspecify.annotations.NullMarked;
