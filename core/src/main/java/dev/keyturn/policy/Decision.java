package dev.keyturn.policy;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.RotationRecord;
import java.util.List;

/** What Keyturn does for one user today, with the reason. */
public sealed interface Decision {
  Reason reason();

  /** Do nothing; the user is not in the report. */
  record Nothing(Reason.Nothing reason) implements Decision {}

  /** The decision depends on this question: look up the answer and decide again. */
  record Look(Reason reason, Question question) implements Decision {}

  /** Do something, and show it in the report. */
  sealed interface Due extends Decision {
    Verb verb();
  }

  /** Warn the owner about these keys. */
  record Warn(Reason.Warn reason, List<AccessKey> keys) implements Due {
    public Warn {
      keys = List.copyOf(keys);
    }

    @Override
    public Verb verb() {
      return Verb.WARN;
    }
  }

  /** The owner reactivated the old key: notify them and restart its grace period today. */
  record RestartGrace(KeyId oldKey) implements Due {
    @Override
    public Reason reason() {
      return Reason.Warn.REACTIVATED;
    }

    @Override
    public Verb verb() {
      return Verb.WARN;
    }
  }

  /** Replace the old key, starting at a stage of the protocol. */
  record Rotate(Reason.Rotate reason, KeyId oldKey, Stage stage) implements Due {
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
    record Notify(KeyId newKey) implements Stage {}
  }

  /** Deactivate the old key, starting at a step. */
  record Deactivate(Reason.Deactivate reason, KeyId oldKey, DeactivationStep from) implements Due {
    @Override
    public Verb verb() {
      return Verb.DEACTIVATE;
    }
  }

  /** The steps of a deactivation, in order. */
  enum DeactivationStep {
    DEACTIVATING,
    NOTIFYING,
    RECORDING
  }

  /** Delete the old key, starting at a step. */
  record Delete(Reason.Delete reason, RotationRecord.UnderWay record, DeletionStep from)
      implements Due {
    @Override
    public Verb verb() {
      return Verb.DELETE;
    }
  }

  /** The steps of a deletion, in order. */
  enum DeletionStep {
    DELETING,
    NOTIFYING
  }

  /** Clear the rotation record: remove both tags. */
  record Clear(Reason.Clear reason) implements Due {
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
  record Hold(Reason.Hold reason, String detail) implements Due {
    public Hold(Reason.Hold reason) {
      this(reason, "");
    }

    @Override
    public Verb verb() {
      return Verb.HOLD;
    }

    /** Whether the owner gets a mail; otherwise only the report shows the hold. */
    public boolean notifiesOwner() {
      return reason == Reason.Hold.WRONG_KEY_OFF
          || reason == Reason.Hold.STILL_IN_USE
          || reason == Reason.Hold.NEVER_FETCHED;
    }
  }
}
