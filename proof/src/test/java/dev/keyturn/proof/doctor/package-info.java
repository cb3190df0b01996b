/** Doctor, at installations of the sandbox that lack something. Start with {@link Clinic}. */
@NullMarked
package dev.keyturn.proof.doctor;

import org.jspecify.annotations.NullMarked;
