/**
 * The owner's side: fetches a new key with the old one, and replaces it in the owner's credentials
 * file.
 *
 * <p>Start with {@link dev.keyturn.cli.fetch.Exchange}, which has the order of steps. It runs on
 * the owner's machine, with the owner's permissions, without an installation's settings.
 *
 * <p>It must not know runs, plans or the commands.
 */
@NullMarked
package dev.keyturn.cli.fetch;

import org.jspecify.annotations.NullMarked;
