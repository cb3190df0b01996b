@NullMarked
package dev.keyturn.policy;

import org.jspecify.annotations.NullMarked;
