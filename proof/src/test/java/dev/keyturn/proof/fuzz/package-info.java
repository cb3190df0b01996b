/**
 * Nonsense from outside: replies that are damaged on their way, and secrets that are looked for.
 */
@NullMarked
package dev.keyturn.proof.fuzz;

import org.jspecify.annotations.NullMarked;
