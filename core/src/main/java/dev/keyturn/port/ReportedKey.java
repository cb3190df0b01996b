package dev.keyturn.port;

import dev.keyturn.facts.LastUse;
import java.time.Instant;

/**
 * An access key as the credential report tells of it, without an id (IAM user guide, "Getting
 * credential reports for your AWS account").
 *
 * @param changed when it was created or most recently activated: a key that is deactivated and
 *     activated again looks young, none looks older than it is; a deactivation does not move it
 * @param lastUse as the report has it, which is up to four hours old
 */
public record ReportedKey(boolean active, Instant changed, LastUse lastUse) {}
