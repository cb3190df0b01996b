package dev.keyturn.sandbox.objects;

import java.time.Instant;

/** When an object expires, and by which rule. */
public record Expiry(Instant at, String rule) {}
