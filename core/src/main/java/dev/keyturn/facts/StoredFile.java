package dev.keyturn.facts;

import java.util.Optional;

/** What lies in the bucket under the name that belongs to one new key. */
public enum StoredFile {
  /** Nothing: never written, fetched and removed by its owner, or expired. */
  ABSENT,
  /**
   * An empty object: a run has claimed the name, and the key's secret can never be stored under it.
   */
  CLAIM,
  /** The credentials: length and entity tag are those of what Keyturn has noted. */
  CREDENTIALS,
  /**
   * Something as long as the credentials, of which nothing is noted: an earlier version or another
   * tool stored it, or it is none.
   */
  UNPROVEN,
  /** Something that the owner cannot take the credentials from. */
  OTHER;

  private static final int SECRET = 40;
  private static final int QUOTES = 2;

  /** Two of CR LF, of which one character is always there. */
  private static final int LINE_ENDS = 3;

  private static final String HEADER = "UserName,AccessKeyId,SecretAccessKey";

  /**
   * What an object is to the owner of a key.
   *
   * @param found what lies under the name that was noted, or that the key's file has by now
   * @param noted what Keyturn has noted of the key's file
   */
  public static StoredFile of(
      Optional<Fingerprint> found, Optional<Notes.File> noted, UserName user, KeyId key) {
    return found.map(object -> of(object, noted, user, key)).orElse(ABSENT);
  }

  private static StoredFile of(
      Fingerprint found, Optional<Notes.File> noted, UserName user, KeyId key) {
    if (found.length() == 0) {
      return CLAIM;
    }
    return noted
        .map(note -> note.user().equals(user) && note.print().fits(found) ? CREDENTIALS : OTHER)
        .orElseGet(() -> isAsLong(found.length(), user, key) ? UNPROVEN : OTHER);
  }

  /**
   * Lines end with or without CR, and the last one may have no end; a name with a comma has quotes,
   * and any name and secret may have some. IAM's names and ids are ASCII.
   */
  private static boolean isAsLong(long length, UserName user, KeyId key) {
    int bare = (HEADER + "," + user + "," + key).length() + SECRET + 1;
    int least = user.value().contains(",") ? bare + QUOTES : bare;
    return length >= least && length <= bare + 2 * QUOTES + LINE_ENDS;
  }

  /** Whether it may well be the credentials. */
  public boolean plausible() {
    return this == CREDENTIALS || this == UNPROVEN;
  }
}
