package dev.keyturn.policy;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.RotationRecord;
import java.util.List;

/** What Keyturn does for one user today, with the reason. */
public sealed interface Decision {
  Reason reason();

  /** Do nothing; the user is not in the report. */
  record Nothing(Reason reason) implements Decision {}

  /** The decision depends on this question: look up the answer and decide again. */
  record Look(Reason reason, Question question) implements Decision {}

  /** Do something, and show it in the report. */
  sealed interface Due extends Decision {
    Verb verb();
  }

  /** Warn the owner about these keys. */
  record Warn(Reason reason, List<AccessKey> keys) implements Due {
    public Warn {
      keys = List.copyOf(keys);
    }

    @Override
    public Verb verb() {
      return Verb.WARN;
    }
  }

  /** The owner reactivated the old key: notify them and restart its grace period today. */
  record RestartGrace(Reason reason, KeyId oldKey) implements Due {
    @Override
    public Verb verb() {
      return Verb.WARN;
    }
  }

  /** Replace the old key, starting at a stage of the protocol. */
  record Rotate(Reason reason, KeyId oldKey, Stage stage) implements Due {
    @Override
    public Verb verb() {
      return Verb.ROTATE;
    }
  }

  /** Where a rotation starts or resumes (design, section 4). */
  sealed interface Stage {
    /** At step 1: nothing has been done. */
    record Begin() implements Stage {}

    /** At step 2: this record was written, and IAM lists no new key. */
    record Make(RotationRecord.Rotating recorded) implements Stage {}

    /** This key's secret is lost: claim its object name, delete it, and create another key. */
    record Replace(RotationRecord.Rotating recorded, KeyId orphan) implements Stage {}

    /** At step 4: the file of this key is stored. */
    record Announce(KeyId newKey) implements Stage {}

    /** At step 5: the record says {@code stored}. */
    record Tell(KeyId newKey) implements Stage {}
  }

  /** Deactivate the old key, starting at a step. */
  record Deactivate(Reason reason, KeyId oldKey, DeactivationStep from) implements Due {
    @Override
    public Verb verb() {
      return Verb.DEACTIVATE;
    }
  }

  /** The steps of a deactivation, in order. */
  enum DeactivationStep {
    SWITCHING_OFF,
    TELLING,
    RECORDING
  }

  /** Delete the old key, starting at a step. */
  record Delete(Reason reason, RotationRecord.UnderWay record, DeletionStep from) implements Due {
    @Override
    public Verb verb() {
      return Verb.DELETE;
    }
  }

  /** The steps of a deletion, in order. */
  enum DeletionStep {
    DELETING,
    TELLING
  }

  /** Clear the rotation record: remove both tags. */
  record Clear(Reason reason) implements Due {
    @Override
    public Verb verb() {
      return Verb.CLEAR;
    }
  }

  /**
   * Change nothing, and report the user as held.
   *
   * @param detail the details for the report; may be empty
   */
  record Hold(Reason reason, String detail) implements Due {
    public Hold(Reason reason) {
      this(reason, "");
    }

    @Override
    public Verb verb() {
      return Verb.HOLD;
    }

    /** Whether the owner gets a mail; otherwise only the report shows the hold. */
    public boolean ownerHears() {
      return switch (reason) {
        case WRONG_KEY_OFF, STILL_IN_USE, NEVER_FETCHED -> true;
        case NO_ADDRESS,
            NO_ACTIVE_KEY,
            YOUNG,
            GRACE_RUNS,
            RETENTION_RUNS,
            REMINDED,
            WARNING,
            BOTH_ACTIVE,
            SLOT_TAKEN,
            NOTICE_RUNS,
            REACTIVATED,
            UNUSED,
            OVERDUE,
            ORDERED,
            COMPROMISED,
            RESUME_CREATE,
            RESUME_ORPHAN,
            RESUME_STORED,
            RESUME_ANNOUNCE,
            GRACE_OVER,
            SHUT_OUT,
            RESUME_DEACTIVATION,
            TURNED_OFF_BY_OWNER,
            STILL_UNUSED,
            RETENTION_OVER,
            RESUME_DELETION,
            NEW_KEY_GONE,
            OLD_KEY_GONE,
            OWN_KEY,
            KEPT_BY_OWNER,
            NO_OTHER_ACTIVE_KEY,
            EXPOSED,
            QUARANTINED,
            UNREADABLE_RECORD,
            ADDRESS_GONE,
            ADDRESS_INVALID,
            NO_ROOM_FOR_TAGS,
            EXEMPTION_TOO_LONG,
            FOREIGN_DOMAIN,
            BUCKET_UNCLEAR,
            MAIL_UNAVAILABLE,
            ADDRESS_SUPPRESSED,
            CANNOT_FETCH,
            EXEMPT,
            UNREADABLE_EXEMPTION,
            NO_WORKING_KEY,
            NOT_OVERDUE,
            NEW_KEY_TOO_YOUNG,
            REACTIVATED_AGAIN,
            SUCCESSOR_UNPROVEN,
            FILE_UNPROVEN,
            NOTES_UNREADABLE,
            SEVERAL_NEW_KEYS,
            CHANGED_MEANWHILE,
            READ_FAILED,
            NO_ACTION_DAY,
            UNREADABLE_THRESHOLD,
            THRESHOLD_OUT_OF_BOUNDS ->
            false;
      };
    }
  }
}
