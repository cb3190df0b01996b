package dev.keyturn.facts;

/** Whether an owner can read the file of a new key, as far as IAM's policy simulator tells. */
public sealed interface FileAccess {
  /** The owner can. */
  record Granted() implements FileAccess {}

  /**
   * The owner certainly cannot: neither the owner's policies nor the bucket's allow it.
   *
   * @param why what IAM says
   */
  record Refused(String why) implements FileAccess {}

  /** The answer is missing, which says nothing about the owner. */
  record Unknown(String why) implements FileAccess {}
}
