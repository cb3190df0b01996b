package dev.keyturn.port;

/**
 * The root user in the credential report.
 *
 * @param activeKeys how many access keys of it open something
 * @param mfa whether a second factor is active
 */
public record ReportedRoot(int activeKeys, boolean mfa) {}
