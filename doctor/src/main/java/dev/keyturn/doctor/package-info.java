/**
 * Checks an installation, point by point, and says how to fix it. Writes nothing.
 *
 * <p>Start with {@link dev.keyturn.doctor.Doctor}. It must not know the SDK, or how findings are
 * displayed.
 */
@NullMarked
package dev.keyturn.doctor;

import org.jspecify.annotations.NullMarked;
