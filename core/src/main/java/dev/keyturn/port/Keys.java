package dev.keyturn.port;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.UserName;
import java.util.List;

/**
 * The access keys of users. All verbs but {@link #create} ride out throttling; all throw {@link
 * PortFailure}. The verbs that cannot be taken back ask for a last word after all waits, right
 * before the call goes out, and before each attempt: what that throws ends the verb.
 */
public interface Keys {

  /**
   * All keys of one user, read afresh; {@link PortFailure.Kind#NOT_FOUND} if there is no such user.
   */
  List<AccessKey> of(UserName user);

  /** The last use of a key. */
  LastUse lastUse(UserName user, KeyId key);

  /**
   * Makes a key, in one attempt at most: the call is not idempotent. {@link
   * PortFailure.Kind#UNCLEAR} means that a key may have been made.
   */
  Creation create(UserName user, Runnable check);

  /** Switches a key off; one that is off stays so. */
  void deactivate(UserName user, KeyId key, Runnable check);

  /** Switches a key on; one that is on stays so. */
  void activate(UserName user, KeyId key);

  /** Deletes a key; one that is gone stays so. */
  void delete(UserName user, KeyId key, Runnable check);

  /** The same three, without a last word. */
  default Creation create(UserName user) {
    return create(user, () -> {});
  }

  default void deactivate(UserName user, KeyId key) {
    deactivate(user, key, () -> {});
  }

  default void delete(UserName user, KeyId key) {
    delete(user, key, () -> {});
  }

  /** What came of the wish for a key. */
  sealed interface Creation {
    record Made(AccessKey key, Secret secret) implements Creation {}

    /** The user has as many keys as IAM allows: a second key exists. */
    record NoRoom() implements Creation {}
  }
}
