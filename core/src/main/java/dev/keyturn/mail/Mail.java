package dev.keyturn.mail;

import dev.keyturn.facts.EmailAddress;

/** One mail, ready to be sent, as plain text and as HTML with the same content. */
public record Mail(EmailAddress to, String subject, String text, String html) {}
