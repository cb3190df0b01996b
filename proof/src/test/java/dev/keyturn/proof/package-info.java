/**
 * Tests that need more than one module: the house's rules, and documents held against what they
 * name.
 */
@NullMarked
package dev.keyturn.proof;

import org.jspecify.annotations.NullMarked;
