/**
 * S3 without the network: buckets, objects, conditional writes, listings, and lifecycle rules under
 * which objects expire as the account's clock turns.
 *
 * <p>Start at {@link dev.keyturn.sandbox.objects.Buckets}. Must not know HTTP or XML; settings
 * documents are kept as sent.
 */
@NullMarked
package dev.keyturn.sandbox.objects;

import org.jspecify.annotations.NullMarked;
