/**
 * What {@code bench/run} measures from inside a JVM, and one of the ways it compares Keyturn with.
 *
 * <p>Start at bench/README.md. Nothing here is part of an artefact, and nothing else may know it.
 */
@NullMarked
package dev.keyturn.bench;

import org.jspecify.annotations.NullMarked;
