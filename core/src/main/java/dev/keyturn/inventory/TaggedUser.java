package dev.keyturn.inventory;

import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.Thresholds;
import dev.keyturn.facts.UserName;
import java.time.Instant;

/**
 * A user and the values read from the tags, without the tags themselves, to save memory with
 * thousands of users.
 *
 * @param created when IAM made the user; {@link Instant#EPOCH} if the listing did not say
 */
public record TaggedUser(
    UserName user,
    Instant created,
    Owner owner,
    RotationRecord record,
    boolean roomForRecord,
    Exemption exemption,
    Thresholds thresholds) {}
