/**
 * What runs by itself, as far as somebody may look at it: functions, and what starts them. Nothing
 * is ever started.
 */
@NullMarked
package dev.keyturn.sandbox.automation;

import org.jspecify.annotations.NullMarked;
