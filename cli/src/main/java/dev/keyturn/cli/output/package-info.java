/**
 * What the commands print and write: tables, JSON, pages, progress.
 *
 * <p>Start with {@link dev.keyturn.cli.output.TableReport}.
 *
 * <p>It must not know the commands.
 */
@NullMarked
package dev.keyturn.cli.output;

import org.jspecify.annotations.NullMarked;
