package dev.keyturn.org;

import dev.keyturn.facts.AccountId;
import dev.keyturn.port.PortFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The accounts of the organization, as AWS Organizations lists them. All methods retry throttled
 * calls and throw {@link PortFailure}.
 */
public interface AccountDirectory {

  /** The organization of the credentials. */
  Described describe();

  /** All accounts of the organization. */
  List<Listed> all();

  /**
   * The accounts in a unit or root, and in all units below it; {@link PortFailure.Kind#NOT_FOUND}
   * if there is none of this id.
   */
  List<Listed> below(String unit);

  /** The tags of an account. */
  Map<String, String> tags(AccountId account);

  /**
   * An organization.
   *
   * @param management the account that pays for it
   */
  record Described(String id, AccountId management) {}

  /** Whether an account can be worked on. */
  enum Standing {
    ACTIVE,
    /** Closed, about to be, or not opened yet. */
    CLOSED,
    /** AWS uses a word that this version does not know. */
    UNKNOWN
  }

  /**
   * An account.
   *
   * @param word AWS's word for its state
   * @param joined when it joined the organization
   */
  record Listed(AccountId id, String name, Standing standing, String word, Instant joined) {}
}
