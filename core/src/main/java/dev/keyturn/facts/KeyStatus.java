package dev.keyturn.facts;

/** The status of an access key as IAM reports it. Only an active key works. */
public enum KeyStatus {
  ACTIVE("Active"),
  INACTIVE("Inactive"),
  EXPIRED("Expired");

  private final String word;

  KeyStatus(String word) {
    this.word = word;
  }

  /** IAM's own word for it. */
  public String word() {
    return word;
  }
}
