package dev.keyturn.policy;

import java.util.List;
import java.util.stream.Stream;

/**
 * Why a decision was taken: stable codes that reports carry and {@code docs/reasons.md} explains. A
 * code is never renamed and never changes its meaning. Each kind of decision has its own, so that a
 * decision with another's reason does not compile.
 */
public sealed interface Reason {
  /** The code. */
  String name();

  /** What it means, as half a sentence without a full stop. */
  String meaning();

  /** The reasons of all kinds, in the order of their declaration. */
  static List<Reason> all() {
    return Stream.<Reason[]>of(
            Nothing.values(),
            Warn.values(),
            Rotate.values(),
            Deactivate.values(),
            Delete.values(),
            Clear.values(),
            Hold.values(),
            Remark.values())
        .flatMap(Stream::of)
        .toList();
  }

  /** Why nothing is due. */
  enum Nothing implements Reason {
    NO_ADDRESS("the user has no address tag"),
    NO_ACTIVE_KEY("the user has no active key"),
    YOUNG("no key is past the warning age"),
    GRACE_RUNS("the old key is still in its grace"),
    RETENTION_RUNS("the old key is inactive and kept for a while"),
    REMINDED("the owner was warned recently, and there is time left");

    private final String meaning;

    Nothing(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /**
   * Why the owner is warned; {@link #REACTIVATED} is the reason of {@link Decision.RestartGrace}.
   */
  enum Warn implements Reason {
    WARNING("the key is past the warning age"),
    BOTH_ACTIVE("both keys are active, so there is no room for a new one"),
    SLOT_TAKEN("an inactive key takes the room for a new one"),
    NOTICE_RUNS("the key is overdue, and its owner was not warned long enough ago"),
    REACTIVATED(
        "the owner activated the old key again: its grace starts again, or, if it is"
            + " compromised, the next run deactivates it"),
    UNUSED("the key has not been used for UNUSED_DAYS, so it is deactivated instead of replaced");

    private final String meaning;

    Warn(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** Why a key is replaced. */
  enum Rotate implements Reason {
    OVERDUE("the key is past the age at which it is replaced"),
    ORDERED("an administrator ordered to replace the key"),
    COMPROMISED(
        "the key is compromised: an administrator, or ON_EXPOSED, ordered to replace it and shut it"
            + " out"),
    RESUME_CREATE("a rotation was cut off before its new key was made"),
    RESUME_ORPHAN("a rotation was cut off and the secret of its new key is lost"),
    RESUME_STORED("a rotation was cut off after its new key was stored"),
    RESUME_ANNOUNCE("a rotation was cut off before its owner was notified");

    private final String meaning;

    Rotate(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** Why the old key is deactivated. */
  enum Deactivate implements Reason {
    GRACE_OVER("the grace of the old key is over"),
    SHUT_OUT("the old key is compromised, and its successor is announced"),
    RESUME_DEACTIVATION("a deactivation was cut off"),
    TURNED_OFF_BY_OWNER("the owner deactivated the old key already"),
    STILL_UNUSED("the key is still unused, DEACTIVATE_DAYS after its owner was warned");

    private final String meaning;

    Deactivate(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** Why the old key is deleted. */
  enum Delete implements Reason {
    RETENTION_OVER("the old key has been inactive for long enough"),
    RESUME_DELETION("a deletion was cut off");

    private final String meaning;

    Delete(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** Why the rotation record is cleared. */
  enum Clear implements Reason {
    NEW_KEY_GONE("the new key is gone, so the rotation starts over"),
    OLD_KEY_GONE("the old key is gone, so the rotation is finished"),
    OWN_KEY("the second key is the owner's own, not one of ours"),
    KEPT_BY_OWNER("an unused key is active again, was used or has another owner, so it stays"),
    NO_OTHER_ACTIVE_KEY("a deactivation was cut off and no other key is active any more");

    private final String meaning;

    Clear(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** Why nothing is changed. */
  enum Hold implements Reason {
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
    MAIL_UNAVAILABLE("no key is made while it is unclear whether its owner can be notified"),
    NEVER_FETCHED("the new key was never used and its file is gone"),
    STILL_IN_USE("the old key is still in use"),
    WRONG_KEY_OFF("the new key is inactive and the old one is active"),
    NOT_OVERDUE("the record asks for a new key, but the old one is not past that age"),
    NEW_KEY_TOO_YOUNG("the record lets the old key go, but the new one is too young"),
    REACTIVATED_AGAIN("the old key is active again, and not for the first time"),
    SUCCESSOR_UNPROVEN("only the record says that the new key replaces the old one"),
    FILE_UNPROVEN("nothing proves that the file of the new key holds its credentials"),
    NOTES_UNREADABLE("what Keyturn has noted of keys cannot be read"),
    NO_WORKING_KEY("the old key is inactive and no other key is active"),
    SEVERAL_NEW_KEYS("several keys could be the new one"),
    CHANGED_MEANWHILE("the user changed between plan and apply"),
    READ_FAILED("the user could not be read");

    private final String meaning;

    Hold(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** What a remark beside a decision says. */
  enum Remark implements Reason {
    NO_ACTION_DAY("no key is deactivated or deleted on this day"),
    UNREADABLE_THRESHOLD("a threshold in the user's tags is no number of days"),
    THRESHOLD_OUT_OF_BOUNDS("a threshold in the user's tags is out of bounds");

    private final String meaning;

    Remark(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }
}
