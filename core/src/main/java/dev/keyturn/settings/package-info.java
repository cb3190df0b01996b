/**
 * From the environment to one checked value, or to all that is wrong with it at once.
 *
 * <p>Start with {@link dev.keyturn.settings.Settings#read}. It must not know where the environment
 * comes from: a map is handed in.
 */
@NullMarked
package dev.keyturn.settings;

import org.jspecify.annotations.NullMarked;
