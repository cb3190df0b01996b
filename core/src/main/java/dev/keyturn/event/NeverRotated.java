package dev.keyturn.event;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Reason;
import java.util.Optional;

/**
 * An active key past {@code OVERDUE_DAYS} that no run will rotate until a person acts.
 *
 * @param key nothing where only the credential report tells of it, which names no ids
 * @param ageDays in whole UTC days; at least, where there is no id
 * @param reason why no rule rotates it
 */
public record NeverRotated(UserName user, Optional<KeyId> key, long ageDays, Reason reason) {}
