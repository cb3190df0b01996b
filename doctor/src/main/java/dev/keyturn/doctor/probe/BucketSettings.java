package dev.keyturn.doctor.probe;

import dev.keyturn.port.Answer;
import dev.keyturn.port.CredentialStore.Whose;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the bucket that holds new credentials. All but the first two throw {@link
 * dev.keyturn.port.PortFailure}.
 */
public interface BucketSettings {

  /** Whose the bucket is. Never throws. */
  Whose whose();

  /** Whether the bucket is private, by any means. Never throws. */
  Answer closed();

  /** Whether all four settings that block public access are on. */
  boolean publicAccessBlocked();

  /**
   * The default encryption of new objects, such as {@code AES256}, {@code aws:kms} or {@code
   * aws:kms:dsse}.
   */
  Optional<String> encryption();

  /**
   * Evaluates the policy.
   *
   * @param runner the ARN of the user or role that runs Keyturn
   */
  Rules rules(String runner);

  /** Who owns new objects, such as {@code BucketOwnerEnforced}; empty if not set. */
  Optional<String> objectOwnership();

  List<Keeping> lifecycle();

  /** Whether deleted and expired objects remain as old versions. */
  boolean keepsOldVersions();

  /**
   * The effects of the bucket's policy.
   *
   * @param allows whether it allows anything
   * @param refusing sentences about statements that deny a run or owners a needed action
   * @param mended the whole policy, with the missing statements added
   */
  record Rules(Denials denials, boolean allows, List<String> refusing, String mended) {
    public Rules {
      refusing = List.copyOf(refusing);
    }
  }

  /**
   * What the policy denies.
   *
   * @param withoutTls every request without TLS
   * @param otherReaders reading a file of new credentials, to everyone but its owner and Keyturn
   * @param otherWriters writing and deleting files, state and audit trail, to everyone but Keyturn
   * @param withoutMfa reading their file without MFA, to owners
   * @param handedOver reading what administrators hand over, to everyone but them and Keyturn
   * @param administrators reading that, by a statement about all files, which exempts no
   *     administrator
   */
  record Denials(
      boolean withoutTls,
      boolean otherReaders,
      boolean otherWriters,
      boolean withoutMfa,
      boolean handedOver,
      boolean administrators) {}

  /**
   * One rule of the lifecycle.
   *
   * @param days after which objects expire; 0 if the rule does not expire them
   * @param plain whether the rule has no other action and no other filter than the prefix
   */
  record Keeping(String id, boolean enabled, String prefix, int days, boolean plain) {

    /** Whether objects under a prefix expire by this rule. */
    public boolean expires(String objects) {
      return enabled && days > 0 && (objects.startsWith(prefix) || prefix.startsWith(objects));
    }
  }
}
