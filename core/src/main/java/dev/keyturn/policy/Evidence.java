package dev.keyturn.policy;

/** What was looked up about a user's newer key, for the few decisions that depend on it. */
public sealed interface Evidence {
  /** Nobody has looked yet. */
  record NotLooked() implements Evidence {}

  /** What was found. */
  record Seen(KeyId key, LastUse use, StoredFile file) implements Evidence {}

  /** What is known of a key, or that nobody has looked at that one. */
  default Evidence about(KeyId key) {
    return this instanceof Seen seen && seen.key().equals(key) ? seen : new NotLooked();
  }
}
