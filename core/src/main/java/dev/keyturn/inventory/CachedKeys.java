package dev.keyturn.inventory;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.policy.Reason;
import java.util.List;
import java.util.Map;

/** What is known of a user's keys without a call. */
public sealed interface CachedKeys {

  /** Whatever the keys are, nothing is due. */
  record Quiet(Reason why) implements CachedKeys {}

  /**
   * The keys are as they were verified once.
   *
   * @param uses the last uses of some of them, as reported
   */
  record Known(List<AccessKey> keys, Map<KeyId, LastUse> uses) implements CachedKeys {}

  /** Only a call can tell. */
  record Unknown() implements CachedKeys {}
}
