package dev.keyturn.proof.simulation;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last reads of one user by one process, possibly lagging. */
final class Shown {
  Instant keysAt = Instant.MIN;
  List<AccessKey> keys = List.of();
  Instant tagsAt = Instant.MIN;
  Map<String, String> tags = Map.of();

  /** Whether AWS's policy for exposed keys was shown among the user's. */
  boolean quarantined;

  final Map<KeyId, LastUse> uses = new HashMap<>();

  /** The length of files. */
  final Map<KeyId, Long> files = new HashMap<>();

  /** The time of the last read of a file that held the secret of its key. */
  final Map<KeyId, Instant> readableAt = new HashMap<>();

  Optional<AccessKey> key(String id) {
    return keys.stream().filter(key -> key.id().value().equals(id)).findFirst();
  }

  /** Whether an active key other than this was shown. */
  boolean activeBeside(String id) {
    return keys.stream().anyMatch(key -> key.active() && !key.id().value().equals(id));
  }
}
