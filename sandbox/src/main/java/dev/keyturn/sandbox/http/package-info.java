/**
 * The wire: a small HTTP/1.1 server on loopback, requests and replies as values, AWS's signatures
 * and chunked bodies, XML and JSON.
 *
 * <p>The JDK's own server is not used because it overwrites the {@code Date} header, and the
 * account's time is not the machine's. Start at {@link dev.keyturn.sandbox.http.Listener} and
 * {@link dev.keyturn.sandbox.access.Signature}. Must not know any AWS service.
 */
@NullMarked
package dev.keyturn.sandbox.http;

import org.jspecify.annotations.NullMarked;
