package dev.keyturn.policy;

/**
 * Why a decision was taken: stable codes that reports carry and {@code docs/reasons.md} explains. A
 * code is never renamed and never changes its meaning.
 */
public enum Reason {
  // Do nothing.
  NO_ADDRESS("the user has no address tag"),
  NO_ACTIVE_KEY("the user has no active key"),
  YOUNG("no key is past the warning age"),
  GRACE_RUNS("the old key is still in its grace"),
  RETENTION_RUNS("the old key is off and kept for a while"),
  REMINDED("the owner was warned lately, and there is time left"),

  // Warn.
  WARNING("the key is past the warning age"),
  BOTH_ACTIVE("both keys are active, so there is no room for a new one"),
  SLOT_TAKEN("an inactive key takes the room for a new one"),
  NOTICE_RUNS("the key is overdue, and its owner was not warned long enough ago"),
  REACTIVATED("the owner switched the old key on again, so its grace starts again"),
  UNUSED("the key has not been used for UNUSED_DAYS, so it is switched off instead of replaced"),

  // Rotate.
  OVERDUE("the key is past the age at which it is replaced"),
  ORDERED("an administrator ordered to replace the key"),
  COMPROMISED(
      "the key is compromised: an administrator, or ON_EXPOSED, ordered to replace it and shut it"
          + " out"),
  RESUME_CREATE("a rotation was cut off before its new key was made"),
  RESUME_ORPHAN("a rotation was cut off and the secret of its new key is lost"),
  RESUME_STORED("a rotation was cut off after its new key was stored"),
  RESUME_ANNOUNCE("a rotation was cut off before its owner was told"),

  // Deactivate.
  GRACE_OVER("the grace of the old key is over"),
  SHUT_OUT("the old key is compromised, and its successor is announced"),
  RESUME_DEACTIVATION("a deactivation was cut off"),
  TURNED_OFF_BY_OWNER("the owner deactivated the old key already"),
  STILL_UNUSED("the key is still unused, DEACTIVATE_DAYS after its owner was warned"),

  // Delete.
  RETENTION_OVER("the old key has been off for long enough"),
  RESUME_DELETION("a deletion was cut off"),

  // Clear the record.
  NEW_KEY_GONE("the new key is gone, so the rotation starts over"),
  OLD_KEY_GONE("the old key is gone, so the rotation is finished"),
  OWN_KEY("the second key is the owner's own, not one of ours"),
  KEPT_BY_OWNER("an unused key is on again, was used or has another owner, so it stays"),
  NO_OTHER_ACTIVE_KEY("a deactivation was cut off and no other key is active any more"),

  // Hold: change nothing.
  EXPOSED("AWS reported that a key of the user is exposed or compromised"),
  QUARANTINED("AWS found a key of the user in public and quarantined the user"),
  UNREADABLE_RECORD("the tags of the rotation cannot be read"),
  ADDRESS_GONE("a rotation is half done and there is no address any more"),
  ADDRESS_INVALID("the address tag holds no address"),
  NO_ROOM_FOR_TAGS("the user has no room for the two tags of a rotation"),
  ADDRESS_SUPPRESSED("SES suppresses the address and delivers no mail to it"),
  CANNOT_FETCH("the owner cannot read the file of a new key"),
  EXEMPT("the user is exempt"),
  UNREADABLE_EXEMPTION("the exemption of the user cannot be read"),
  EXEMPTION_TOO_LONG("the exemption of the user ends later than one may"),
  FOREIGN_DOMAIN("the address is in no domain that owners have addresses in"),
  BUCKET_UNCLEAR("no key is made while it is unclear whether the bucket is public"),
  MAIL_UNAVAILABLE("no key is made while it is unclear whether its owner can be told"),
  NEVER_FETCHED("the new key was never used and its file is gone"),
  STILL_IN_USE("the old key is still in use"),
  WRONG_KEY_OFF("the new key is off and the old one is on"),
  NOT_OVERDUE("the record asks for a new key, but the old one is not past that age"),
  NEW_KEY_TOO_YOUNG("the record lets the old key go, but the new one is too young"),
  REACTIVATED_AGAIN("the old key is on again, and not for the first time"),
  SUCCESSOR_UNPROVEN(
      "only the record says that the new key replaces the old one, which is in use or not overdue"),
  FILE_UNPROVEN("nothing proves that the file of the new key holds its credentials"),
  NOTES_UNREADABLE("what Keyturn has noted of keys cannot be read"),
  NO_WORKING_KEY("the old key is off and no other key is active"),
  SEVERAL_NEW_KEYS("several keys could be the new one"),
  CHANGED_MEANWHILE("the user changed between plan and apply"),
  READ_FAILED("the user could not be read"),

  // Remarks beside a decision.
  NO_ACTION_DAY("no key is deactivated or deleted on this day"),
  UNREADABLE_THRESHOLD("a threshold in the user's tags is no number of days"),
  THRESHOLD_OUT_OF_BOUNDS("a threshold in the user's tags is out of bounds");

  private final String meaning;

  Reason(String meaning) {
    this.meaning = meaning;
  }

  /** What it means, as half a sentence without a full stop. */
  public String meaning() {
    return meaning;
  }
}
