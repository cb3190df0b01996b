/** Facts about the sandbox: of the account in process, and over HTTP as the Java SDK sees it. */
@NullMarked
package dev.keyturn.sandbox;

import org.jspecify.annotations.NullMarked;
