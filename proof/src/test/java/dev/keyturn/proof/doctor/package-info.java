/** Doctor, with installations in the sandbox that have errors. Start with {@link DoctorFixture}. */
@NullMarked
package dev.keyturn.proof.doctor;

import org.jspecify.annotations.NullMarked;
