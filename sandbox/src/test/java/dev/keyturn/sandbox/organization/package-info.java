/** Facts about this part of the account, in process. */
@NullMarked
package dev.keyturn.sandbox.organization;

import org.jspecify.annotations.NullMarked;
