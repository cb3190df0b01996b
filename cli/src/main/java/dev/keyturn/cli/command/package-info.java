/**
 * The commands of {@code keyturn} that work on an AWS account.
 *
 * <p>Start with {@link dev.keyturn.cli.command.PlanCommand}; {@link
 * dev.keyturn.cli.command.Commands} lists them.
 *
 * <p>It must not use the demo and the sandbox.
 */
@NullMarked
package dev.keyturn.cli.command;

import org.jspecify.annotations.NullMarked;
