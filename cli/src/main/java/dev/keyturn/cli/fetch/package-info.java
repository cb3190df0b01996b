/**
 * The owner's side: a new key fetched with the old one, and put in its place in the owner's own
 * credentials file.
 *
 * <p>Start with {@link dev.keyturn.cli.fetch.Exchange}: there stands the order of steps. It runs on
 * the owner's machine, with the owner's permissions, and knows nothing of an installation's
 * settings.
 */
@NullMarked
package dev.keyturn.cli.fetch;

import org.jspecify.annotations.NullMarked;
