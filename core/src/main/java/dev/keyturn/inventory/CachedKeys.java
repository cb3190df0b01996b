package dev.keyturn.inventory;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.policy.Reason;
import java.util.List;
import java.util.Map;

/** What is known about a user's keys without a call. */
public sealed interface CachedKeys {

  /** Nothing is due, whatever the keys are. */
  record Quiet(Reason.Nothing why) implements CachedKeys {}

  /**
   * The keys are unchanged since they were verified.
   *
   * @param uses the last uses of some of them, as reported
   */
  record Known(List<AccessKey> keys, Map<KeyId, LastUse> uses) implements CachedKeys {}

  /** The keys are unknown without a call. */
  record Unknown() implements CachedKeys {}
}
