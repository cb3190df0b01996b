package dev.keyturn.port;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.UserName;
import java.util.List;

/**
 * The access keys of users. All methods except {@link #create} retry throttled calls; all throw
 * {@link PortFailure}. The irreversible methods run a last check after all waits, right before each
 * attempt; an exception from it ends the method.
 */
public interface Keys {

  /** Reads all keys of one user; {@link PortFailure.Kind#NOT_FOUND} if there is no such user. */
  List<AccessKey> of(UserName user);

  /** The user that has a key; {@link PortFailure.Kind#NOT_FOUND} if there is no such key. */
  UserName userOf(KeyId key);

  /** The last use of a key. */
  LastUse lastUse(UserName user, KeyId key);

  /**
   * Creates a key, in at most one attempt: the call is not idempotent. {@link
   * PortFailure.Kind#UNCLEAR} means that a key may have been created.
   */
  Creation create(UserName user, Runnable check);

  /** Deactivates a key; an inactive key stays inactive. */
  void deactivate(UserName user, KeyId key, Runnable check);

  /** Activates a key; an active key stays active. */
  void activate(UserName user, KeyId key);

  /** Deletes a key; does nothing if it does not exist. */
  void delete(UserName user, KeyId key, Runnable check);

  /** The same three methods, without a last check. */
  default Creation create(UserName user) {
    return create(user, () -> {});
  }

  default void deactivate(UserName user, KeyId key) {
    deactivate(user, key, () -> {});
  }

  default void delete(UserName user, KeyId key) {
    delete(user, key, () -> {});
  }

  /** The result of creating a key. */
  sealed interface Creation {
    record Made(AccessKey key, Secret secret) implements Creation {}

    /** The user has the maximum number of keys: a second key exists. */
    record NoRoom() implements Creation {}
  }
}
