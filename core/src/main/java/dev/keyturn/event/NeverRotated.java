package dev.keyturn.event;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Reason;
import java.util.Optional;

/**
 * An active key past {@code OVERDUE_DAYS} that no run will rotate until a person acts.
 *
 * @param key empty if only the credential report shows the key, because it has no ids
 * @param ageDays in whole UTC days; a minimum if there is no id
 * @param reason why no run rotates it
 */
public record NeverRotated(UserName user, Optional<KeyId> key, long ageDays, Reason reason) {}
