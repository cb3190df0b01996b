/**
 * A simulated company in the sandbox, for {@code keyturn demo} and {@code keyturn sandbox}.
 *
 * <p>Start with {@link dev.keyturn.demo.Demo}. Owners act on the account directly; Keyturn uses
 * HTTP, with the same run as {@code apply}. Only this module uses both Keyturn and the sandbox.
 *
 * <p>It must not know the page in a browser or the commands.
 */
@NullMarked
package dev.keyturn.demo;

import org.jspecify.annotations.NullMarked;
