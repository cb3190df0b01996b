package dev.keyturn.cli.fetch;

import dev.keyturn.aws.owner.OwnersKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.port.Account.Identity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What was found before any change, and before the new key is used. */
public sealed interface Offer {
  /** The old key's owner and place. */
  Standing standing();

  /**
   * The old key.
   *
   * @param user the name of the caller
   * @param signer signs calls: the old key, or a session that it began with an MFA code
   */
  record Standing(ProfileKey profileKey, Identity caller, String user, OwnersKey signer) {
    /** The file with the old key. */
    Path path() {
      return profileKey.path();
    }

    OwnersKey old() {
      return profileKey.key();
    }
  }

  /** The profile has the new key already; nothing is left to do. */
  record HeldAlready(Standing standing) implements Offer {}

  /**
   * A new key to be put in place.
   *
   * @param file its place in the bucket
   * @param lastUse of the old key, if the owner may know
   * @param openToOthers whether other users can read the file with the old key, by its mode
   */
  record Replacement(
      Standing standing,
      OwnersKey fresh,
      String file,
      Optional<LastUse> lastUse,
      boolean openToOthers)
      implements Offer {}

  default KeyId oldKey() {
    return standing().old().id();
  }

  default Path path() {
    return standing().path();
  }

  default String user() {
    return standing().user();
  }

  default String account() {
    return standing().caller().accountId();
  }

  default String profile() {
    return standing().profileKey().section().profile();
  }

  /** The lines of the file with the old key, counted from 1. */
  default List<Integer> lines() {
    return standing().profileKey().file().linesOfKey(standing().profileKey().section());
  }

  /** Other profiles of the same file with the old key. */
  default List<String> others() {
    return standing().profileKey().others();
  }
}
