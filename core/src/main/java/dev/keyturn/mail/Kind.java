package dev.keyturn.mail;

/** The kinds of mail, each with the file names of its two templates. */
public enum Kind {
  WARNED("warned"),
  SLOTS_TAKEN("slots-taken"),
  REPLACED("replaced"),
  REPLACED_AFTERWARDS("replaced-afterwards"),
  COMPROMISED("compromised"),
  NEVER_FETCHED("never-fetched"),
  STILL_IN_USE("still-in-use"),
  DEACTIVATED("deactivated"),
  DELETED("deleted"),
  UNUSED("unused"),
  UNUSED_DEACTIVATED("unused-deactivated"),
  UNUSED_DELETED("unused-deleted"),
  WRONG_KEY_OFF("wrong-key-off"),
  REACTIVATED("reactivated"),
  BROUGHT_BACK("brought-back"),
  DIGEST("digest");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  public static Kind of(Notice notice) {
    return switch (notice) {
      case Notice.Warned _ -> WARNED;
      case Notice.SlotsTaken _ -> SLOTS_TAKEN;
      case Notice.Replaced _, Notice.ReplacedByOrder _ -> REPLACED;
      case Notice.Compromised _ -> COMPROMISED;
      case Notice.ReplacedAfterwards _ -> REPLACED_AFTERWARDS;
      case Notice.NeverFetched _ -> NEVER_FETCHED;
      case Notice.StillInUse _ -> STILL_IN_USE;
      case Notice.Deactivated _, Notice.ShutOut _ -> DEACTIVATED;
      case Notice.Deleted _ -> DELETED;
      case Notice.Unused _ -> UNUSED;
      case Notice.UnusedDeactivated _ -> UNUSED_DEACTIVATED;
      case Notice.UnusedDeleted _ -> UNUSED_DELETED;
      case Notice.WrongKeyOff _ -> WRONG_KEY_OFF;
      case Notice.Reactivated _ -> REACTIVATED;
      case Notice.BroughtBack _ -> BROUGHT_BACK;
    };
  }

  /**
   * Whether the mail goes to an owner and is about one user. Only the digest goes to
   * administrators.
   */
  public boolean toOwner() {
    return this != DIGEST;
  }

  /** The name in file names and documents. */
  public String word() {
    return word;
  }

  public String textFile() {
    return word + ".txt";
  }

  public String htmlFile() {
    return word + ".html";
  }
}
