package dev.keyturn.mail;

import dev.keyturn.facts.EmailAddress;

/** One mail, ready to be sent: the same said twice, in plain text and in HTML. */
public record Mail(EmailAddress to, String subject, String text, String html) {}
