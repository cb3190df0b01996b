/**
 * What owners are told: {@link dev.keyturn.mail.Notice} says what happened, {@link
 * dev.keyturn.mail.Mailroom} puts it into words, text and HTML, by templates that an installation
 * can replace.
 *
 * <p>Start with {@link dev.keyturn.mail.template.TemplateMailroom}: {@link
 * dev.keyturn.mail.template.Templates} proves all templates on sample data when it loads them, so
 * that none fails in the middle of a run.
 *
 * <p>It must not know how a mail is sent, what was decided why, or a secret: a notice has no room
 * for one.
 */
@NullMarked
package dev.keyturn.mail;

import org.jspecify.annotations.NullMarked;
