/**
 * Runs a part of a long test in each build, so that successive builds together run all of it. Start
 * reading at {@link dev.keyturn.sample.Sampled}. It knows JUnit and no other module.
 */
@NullMarked
package dev.keyturn.sample;

import org.jspecify.annotations.NullMarked;
