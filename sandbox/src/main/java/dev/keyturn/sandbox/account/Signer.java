package dev.keyturn.sandbox.account;

/**
 * A key that may sign at this moment, and who stands behind it. {@code token} is the session token
 * that must come with a temporary key, and empty for a lasting one.
 */
public record Signer(String keyId, Secret secret, Secret token, Principal principal) {}
