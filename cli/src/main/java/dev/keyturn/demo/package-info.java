/**
 * A company that never was, in the sandbox: what {@code keyturn demo} and {@code keyturn sandbox}
 * show.
 *
 * <p>Start with {@link dev.keyturn.demo.Demo}. Owners act on the account itself; Keyturn comes over
 * HTTP, by the same run as {@code apply}. Only here do Keyturn and the sandbox meet.
 */
@NullMarked
package dev.keyturn.demo;

import org.jspecify.annotations.NullMarked;
