/**
 * Mails from templates: the shipped ones and those of an installation.
 *
 * <p>Start with {@link dev.keyturn.mail.template.Templates}.
 *
 * <p>It must not know when a mail is sent.
 */
@NullMarked
package dev.keyturn.mail.template;

import org.jspecify.annotations.NullMarked;
