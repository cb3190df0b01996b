/**
 * Whether an installation will do: point by point, with what mends it. Nothing is written.
 *
 * <p>Start with {@link dev.keyturn.doctor.Doctor}. It must not know the SDK, nor how its findings
 * are shown.
 */
@NullMarked
package dev.keyturn.doctor;

import org.jspecify.annotations.NullMarked;
