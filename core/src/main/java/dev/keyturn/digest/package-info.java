/**
 * What administrators are told of a run by mail: {@link dev.keyturn.digest.Contents} says whether
 * anything, and what; {@link dev.keyturn.digest.Courier} sends it.
 *
 * <p>Start with {@link dev.keyturn.digest.Courier}. It must not know who started the run, and no
 * outcome rests on it.
 */
@NullMarked
package dev.keyturn.digest;

import org.jspecify.annotations.NullMarked;
