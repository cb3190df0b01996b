/**
 * What is known about one user at one instant.
 *
 * <p>Start with {@link dev.keyturn.facts.Facts}. {@link dev.keyturn.facts.Notes} is what Keyturn
 * has seen itself, stored where people who can write tags cannot write.
 *
 * <p>It must not know the decisions.
 */
@NullMarked
package dev.keyturn.facts;

import org.jspecify.annotations.NullMarked;
