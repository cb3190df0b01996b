package dev.keyturn.port;

import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.FilePlace;
import java.util.Optional;

/**
 * The bucket that holds new credentials. Neither {@link #store} nor {@link #claim} ever replaces an
 * object. All methods retry throttled calls and throw {@link PortFailure}.
 */
public interface CredentialStore {

  /** Whether the bucket exists, belongs to this account and is not public. Never throws. */
  Answer check();

  /** The fingerprint that stored credentials will have, as far as it is known before. */
  Fingerprint expected(HandOver handOver);

  /** Stores credentials under their name, unless something is there. */
  Put store(HandOver handOver);

  /**
   * Puts an empty object in the place of a key's credentials, unless something is there; says
   * whether it did.
   */
  boolean claim(UserName user, KeyId key, Delivery delivery);

  /** What lies under the name of a key's credentials, if anything. */
  Optional<Fingerprint> look(UserName user, KeyId key, Delivery delivery);

  /** Where an object of the bucket lies, for a mail about it. */
  FilePlace place(String name, FilePlace.Expiry expiry);

  /** The same two methods for a file that the owner fetches. */
  default boolean claim(UserName user, KeyId key) {
    return claim(user, key, Delivery.OWNER);
  }

  default Optional<Fingerprint> look(UserName user, KeyId key) {
    return look(user, key, Delivery.OWNER);
  }

  /** The outcome of a put. */
  sealed interface Put {
    /** It is stored, and this is what it is. */
    record Stored(FilePlace.Expiry expiry, Fingerprint print) implements Put {}

    /**
     * Something lies there already: this very file by an attempt whose reply was lost, a claim, or
     * an object of another writer.
     */
    record Occupied() implements Put {}
  }

  /** Whose a bucket is; all but the first say how that is known, or why it is not. */
  sealed interface Whose {
    String why();

    /** This account's. */
    record Ours() implements Whose {
      @Override
      public String why() {
        return "";
      }
    }

    /** No bucket has this name. */
    record Absent(String why) implements Whose {}

    /** Another account's, for certain. */
    record Foreign(String why) implements Whose {}

    /**
     * Another account's, or one that these credentials may not read.
     *
     * @param failure of the call that would have told which
     */
    record Closed(String why, PortFailure failure) implements Whose {}

    /** There was no answer. */
    record Unclear(PortFailure failure) implements Whose {
      @Override
      public String why() {
        return failure.message();
      }
    }
  }
}
