package dev.keyturn.doctor.probe;

import dev.keyturn.port.Answer;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the bucket that holds new credentials. All but the first two throw {@link
 * dev.keyturn.port.PortFailure}.
 */
public interface BucketSettings {

  /** Whether the bucket is there and this account's. Never throws. */
  Answer ours();

  /** Whether the world is kept out, whichever way. Never throws. */
  Answer closed();

  /** Whether all four settings that block public access are on. */
  boolean publicAccessBlocked();

  /** Whether new objects are encrypted without being asked for it. */
  boolean encrypted();

  /**
   * What the policy says.
   *
   * @param runner the ARN of the user or role that runs Keyturn
   */
  Rules rules(String runner);

  /** Who owns new objects, such as {@code BucketOwnerEnforced}; empty where nothing is set. */
  Optional<String> objectOwnership();

  List<Keeping> lifecycle();

  /** Whether objects that are deleted, or expire, stay as old versions. */
  boolean keepsOldVersions();

  /**
   * What the bucket's policy says.
   *
   * @param allows whether it allows anything to anybody
   * @param refusing sentences about statements that deny a run, or owners, what they need
   * @param mended the whole policy, with the statements that are missing
   */
  record Rules(Denials denials, boolean allows, List<String> refusing, String mended) {
    public Rules {
      refusing = List.copyOf(refusing);
    }
  }

  /**
   * What the policy denies.
   *
   * @param withoutTls everything that comes without TLS, to everybody
   * @param otherReaders reading a file of new credentials, to all but its owner and Keyturn
   * @param otherWriters writing and deleting files, state and audit trail, to all but Keyturn
   * @param withoutMfa reading their file without MFA, to owners
   */
  record Denials(
      boolean withoutTls, boolean otherReaders, boolean otherWriters, boolean withoutMfa) {}

  /**
   * One rule of the lifecycle.
   *
   * @param days after which objects expire; 0 if they do not by this rule
   * @param plain whether the rule does nothing else and asks for nothing but the prefix
   */
  record Keeping(String id, boolean enabled, String prefix, int days, boolean plain) {

    /** Whether objects under a prefix expire by this rule. */
    public boolean expires(String objects) {
      return enabled && days > 0 && (objects.startsWith(prefix) || prefix.startsWith(objects));
    }
  }
}
