/** Keyturn's ports on the sandbox's account model, in process: no network, no real time. */
@NullMarked
package dev.keyturn.proof.model;

import org.jspecify.annotations.NullMarked;
