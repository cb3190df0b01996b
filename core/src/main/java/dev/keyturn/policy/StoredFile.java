package dev.keyturn.policy;

/** What lies in the bucket under the name that belongs to one new key. */
public enum StoredFile {
  /** Nothing: never written, fetched and removed by its owner, or expired. */
  ABSENT,
  /**
   * An empty object: a run has claimed the name, and the key's secret can never be stored under it.
   */
  CLAIM,
  /** The credentials. */
  CREDENTIALS
}
