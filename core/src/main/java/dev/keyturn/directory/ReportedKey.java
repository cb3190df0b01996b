package dev.keyturn.directory;

import dev.keyturn.policy.LastUse;
import java.time.Instant;

/**
 * An access key as the credential report tells of it, without an id (IAM user guide, "Getting
 * credential reports for your AWS account").
 *
 * @param changed when it was created or last changed: a key that is switched off and on looks
 *     young, none looks older than it is
 * @param lastUse as the report has it, which is up to four hours old
 */
public record ReportedKey(boolean active, Instant changed, LastUse lastUse) {}
