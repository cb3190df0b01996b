/**
 * The four services' protocols: IAM and STS speak AWS's query protocol, SES v2 REST with JSON, S3
 * REST with XML. Each turns a request into a {@link dev.keyturn.sandbox.service.Call}, and the
 * account's answers and refusals into replies.
 *
 * <p>Start at {@link dev.keyturn.sandbox.service.Service}. Rules of AWS belong into the account
 * model; here is only what they look like on the wire. Must not know faults, delays or sockets.
 */
@NullMarked
package dev.keyturn.sandbox.service;

import org.jspecify.annotations.NullMarked;
