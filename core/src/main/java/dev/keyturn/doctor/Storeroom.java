package dev.keyturn.doctor;

import dev.keyturn.run.Answer;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the bucket that holds new credentials. All but the first two throw {@link
 * dev.keyturn.run.PortFailure}.
 */
public interface Storeroom {

  /** Whether the bucket is there and this account's. Never throws. */
  Answer ours();

  /** Whether the world is kept out, whichever way. Never throws. */
  Answer closed();

  /** Whether all four settings that block public access are on. */
  boolean publicAccessBlocked();

  /** Whether new objects are encrypted without being asked for it. */
  boolean encrypted();

  Rules rules();

  /** Who owns new objects, such as {@code BucketOwnerEnforced}; empty where nothing is set. */
  Optional<String> objectOwnership();

  List<Keeping> lifecycle();

  /** Whether objects that are deleted, or expire, stay as old versions. */
  boolean keepsOldVersions();

  /**
   * What the bucket's policy says.
   *
   * @param tlsOnly whether it denies everybody everything that comes without TLS
   * @param allows whether it allows anything to anybody
   * @param withTls the whole policy, and a statement that demands TLS
   */
  record Rules(boolean tlsOnly, boolean allows, String withTls) {}

  /**
   * One rule of the lifecycle.
   *
   * @param days after which objects expire; 0 if they do not by this rule
   * @param plain whether the rule does nothing else and asks for nothing but the prefix
   */
  record Keeping(String id, boolean enabled, String prefix, int days, boolean plain) {

    /** Whether objects under a prefix expire by this rule. */
    boolean expires(String objects) {
      return enabled && days > 0 && (objects.startsWith(prefix) || prefix.startsWith(objects));
    }
  }
}
