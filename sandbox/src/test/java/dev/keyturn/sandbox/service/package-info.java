/** Facts about this part of the account, in process. */
@NullMarked
package dev.keyturn.sandbox.service;

import org.jspecify.annotations.NullMarked;
