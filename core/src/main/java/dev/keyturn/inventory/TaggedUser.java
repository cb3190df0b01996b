package dev.keyturn.inventory;

import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.Quarantine;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.Thresholds;
import dev.keyturn.facts.UserName;
import java.time.Instant;
import java.util.Optional;

/**
 * A user and the values read from the tags, without the tags themselves, to save memory with
 * thousands of users.
 *
 * @param created when IAM made the user; {@link Instant#EPOCH} if the listing did not say
 * @param quarantine whether AWS has found a key of the user in public, as far as that was read
 */
public record TaggedUser(
    UserName user,
    Instant created,
    Owner owner,
    RotationRecord record,
    boolean roomForRecord,
    Exemption exemption,
    Thresholds thresholds,
    Optional<Quarantine> quarantine) {}
