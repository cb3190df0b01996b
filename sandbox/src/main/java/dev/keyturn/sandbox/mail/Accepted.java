package dev.keyturn.sandbox.mail;

import java.time.Instant;

/** A mail that SES took, with the id it answered. */
public record Accepted(String messageId, Instant at, Mail mail) {}
