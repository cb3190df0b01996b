package dev.keyturn.cli.fetch;

import dev.keyturn.aws.owner.OwnersKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.port.Account.Identity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What was found before anything is changed, and before the new key is used. */
public sealed interface Offer {
  /** Whose old key it is, and where it stands. */
  Standing standing();

  /**
   * The old key.
   *
   * @param user the name of the caller
   * @param signer what signs calls: the old key, or a session that it began with an MFA code
   */
  record Standing(ProfileKey holding, Identity caller, String user, OwnersKey signer) {
    /** The file in which it stands. */
    Path path() {
      return holding.path();
    }

    OwnersKey old() {
      return holding.key();
    }
  }

  /** The profile holds the key already that waits; nothing is left to do here. */
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
    return standing().holding().section().profile();
  }

  /** The lines of the file in which the old key stands, from 1. */
  default List<Integer> lines() {
    return standing().holding().file().linesOfKey(standing().holding().section());
  }

  /** Other profiles of the same file that hold the old key, too. */
  default List<String> others() {
    return standing().holding().others();
  }
}
