/**
 * The commands {@code demo} and {@code sandbox}.
 *
 * <p>Start with {@link dev.keyturn.demo.command.DemoCommand}.
 *
 * <p>No other package may use it: the command line finds it as a service. It must not know how the
 * sandbox works.
 */
@NullMarked
package dev.keyturn.demo.command;

import org.jspecify.annotations.NullMarked;
