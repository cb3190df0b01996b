/**
 * Doctor, at installations of the sandbox that lack something. Start with {@link DoctorFixture}.
 */
@NullMarked
package dev.keyturn.proof.doctor;

import org.jspecify.annotations.NullMarked;
