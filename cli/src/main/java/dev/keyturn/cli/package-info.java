/**
 * Entry point: the command-line tool.
 *
 * <p>Start with {@link dev.keyturn.cli.Keyturn}. Here, and in the function's entry point, alone
 * stand the system's clock, the environment, randomness, standard output and the exit status.
 *
 * <p>It must not know the adapters of AWS, the demo or the sandbox.
 */
@NullMarked
package dev.keyturn.cli;

import org.jspecify.annotations.NullMarked;
