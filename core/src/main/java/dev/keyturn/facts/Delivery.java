package dev.keyturn.facts;

/** Who fetches the file of a new key. */
public enum Delivery {
  /** The user's owner, who may read the files of this user. */
  OWNER,
  /**
   * An administrator, who hands it over: a person with the stolen old key could read a file of this
   * user.
   */
  ADMINISTRATOR
}
