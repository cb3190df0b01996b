package dev.keyturn.run;

import dev.keyturn.policy.Exemption;
import dev.keyturn.policy.Owner;
import dev.keyturn.policy.RotationRecord;
import dev.keyturn.policy.UserName;
import java.time.Instant;

/**
 * A user and what their tags say, without the tags: of thousands of users no more is held.
 *
 * @param created when IAM made the user; {@link Instant#EPOCH} where the listing did not tell
 */
record Bearer(
    UserName user,
    Instant created,
    Owner owner,
    RotationRecord record,
    boolean roomForRecord,
    Exemption exemption) {}
