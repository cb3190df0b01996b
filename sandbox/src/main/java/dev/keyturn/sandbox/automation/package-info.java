/** Functions and their triggers, which can be read. Nothing is ever started. */
@NullMarked
package dev.keyturn.sandbox.automation;

import org.jspecify.annotations.NullMarked;
