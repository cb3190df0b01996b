/**
 * The reads that the checks of {@code keyturn doctor} need: interfaces and their values.
 *
 * <p>Start with {@link dev.keyturn.doctor.probe.DoctorProbes}.
 *
 * <p>It must not know the checks.
 */
@NullMarked
package dev.keyturn.doctor.probe;

import org.jspecify.annotations.NullMarked;
