/**
 * S3 as the sandbox answers it: buckets, their settings, and objects.
 *
 * <p>Start with {@link dev.keyturn.sandbox.service.s3.S3Service}.
 *
 * <p>It must not know Keyturn.
 */
@NullMarked
package dev.keyturn.sandbox.service.s3;

import org.jspecify.annotations.NullMarked;
