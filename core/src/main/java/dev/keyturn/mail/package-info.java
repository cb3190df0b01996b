/**
 * Mails to owners and administrators: {@link dev.keyturn.mail.Notice} says what happened, {@link
 * dev.keyturn.mail.NoticeWriter} writes it as text and HTML, from templates that an installation
 * can replace.
 *
 * <p>Start with {@link dev.keyturn.mail.template.TemplateMailWriter}: {@link
 * dev.keyturn.mail.template.Templates} tries all templates on sample data when it loads them, so
 * that none fails during a run.
 *
 * <p>It must not know how a mail is sent, why something was decided, or a secret: a notice has no
 * field for one.
 */
@NullMarked
package dev.keyturn.mail;

import org.jspecify.annotations.NullMarked;
