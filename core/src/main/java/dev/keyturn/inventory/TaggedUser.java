package dev.keyturn.inventory;

import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.UserName;
import java.time.Instant;

/**
 * A user and what their tags say, without the tags: of thousands of users no more is held.
 *
 * @param created when IAM made the user; {@link Instant#EPOCH} where the listing did not tell
 */
public record TaggedUser(
    UserName user,
    Instant created,
    Owner owner,
    RotationRecord record,
    boolean roomForRecord,
    Exemption exemption) {}
