/**
 * Functions and their triggers, which can be read. Nothing is ever started.
 *
 * <p>Start with {@link dev.keyturn.sandbox.automation.Works}. It must not know accounts, users or
 * how calls come in.
 */
@NullMarked
package dev.keyturn.sandbox.automation;

import org.jspecify.annotations.NullMarked;
