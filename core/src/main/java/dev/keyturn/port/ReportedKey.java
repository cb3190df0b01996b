package dev.keyturn.port;

import dev.keyturn.facts.LastUse;
import java.time.Instant;

/**
 * An access key in the credential report, without an id (IAM user guide, "Getting credential
 * reports for your AWS account").
 *
 * @param changed when it was created or most recently activated: a key that was deactivated and
 *     activated again looks younger than it is, no key looks older; a deactivation does not change
 *     it
 * @param lastUse in the report, which is up to four hours old
 */
public record ReportedKey(boolean active, Instant changed, LastUse lastUse) {}
