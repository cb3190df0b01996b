/**
 * Tests that need more than one module: architecture rules, and checks that documents match the
 * code.
 */
@NullMarked
package dev.keyturn.proof;

import org.jspecify.annotations.NullMarked;
