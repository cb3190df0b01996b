package dev.keyturn.run;

import dev.keyturn.policy.AccessKey;
import dev.keyturn.policy.KeyId;
import dev.keyturn.policy.LastUse;
import dev.keyturn.policy.Reason;
import java.util.List;
import java.util.Map;

/** What is known of a user's keys without a call. */
sealed interface Glance {

  /** Whatever the keys are, nothing is due. */
  record Quiet(Reason why) implements Glance {}

  /**
   * The keys are as they were verified once.
   *
   * @param uses the last uses of some of them, as reported
   */
  record Known(List<AccessKey> keys, Map<KeyId, LastUse> uses) implements Glance {}

  /** Only a call can tell. */
  record Unknown() implements Glance {}
}
