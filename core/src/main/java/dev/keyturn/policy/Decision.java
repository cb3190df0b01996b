package dev.keyturn.policy;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.RotationRecord;
import java.util.List;

/** What is to happen to one user today, with its reason. */
public sealed interface Decision {
  Reason reason();

  /** Nothing, and nobody needs to hear of it. */
  record Nothing(Reason reason) implements Decision {}

  /** That depends on the answer to this question: look it up and ask again. */
  record Look(Reason reason, Question question) implements Decision {}

  /** Something: it stands in the report. */
  sealed interface Due extends Decision {
    Verb verb();
  }

  /** Tell the owner about these keys. */
  record Warn(Reason reason, List<AccessKey> keys) implements Due {
    public Warn {
      keys = List.copyOf(keys);
    }

    @Override
    public Verb verb() {
      return Verb.WARN;
    }
  }

  /** The owner switched the old key on again: tell them, and count its grace from today. */
  record GraceAnew(Reason reason, KeyId oldKey) implements Due {
    @Override
    public Verb verb() {
      return Verb.WARN;
    }
  }

  /** Replace the old key, from a stage of the protocol on. */
  record Rotate(Reason reason, KeyId oldKey, Stage stage) implements Due {
    @Override
    public Verb verb() {
      return Verb.ROTATE;
    }
  }

  /** Where a rotation begins or goes on (design, section 4). */
  sealed interface Stage {
    /** At step 1: nothing was done yet. */
    record Begin() implements Stage {}

    /** At step 2: this was recorded, and no key was made that anybody can see. */
    record Make(RotationRecord.Rotating recorded) implements Stage {}

    /**
     * This key's secret is lost: claim its name, delete it, then make another. The old key works.
     */
    record Replace(RotationRecord.Rotating recorded, KeyId orphan) implements Stage {}

    /** At step 4: the file of this key is stored. */
    record Announce(KeyId newKey) implements Stage {}

    /** At step 5: that is recorded. */
    record Tell(KeyId newKey) implements Stage {}
  }

  /** Switch the old key off, from a step on. */
  record Deactivate(Reason reason, KeyId oldKey, OffFrom from) implements Due {
    @Override
    public Verb verb() {
      return Verb.DEACTIVATE;
    }
  }

  /** The steps of a deactivation, in their order. */
  enum OffFrom {
    SWITCHING_OFF,
    TELLING,
    RECORDING
  }

  /** Delete the old key, from a step on. */
  record Delete(Reason reason, RotationRecord.UnderWay record, GoneFrom from) implements Due {
    @Override
    public Verb verb() {
      return Verb.DELETE;
    }
  }

  /** The steps of a deletion, in their order. */
  enum GoneFrom {
    DELETING,
    TELLING
  }

  /** Forget the rotation: remove both tags. */
  record Clear(Reason reason) implements Due {
    @Override
    public Verb verb() {
      return Verb.CLEAR;
    }
  }

  /**
   * Touch nothing, and report it.
   *
   * @param detail what exactly is in the way, for the report; may be empty
   */
  record Hold(Reason reason, String detail) implements Due {
    public Hold(Reason reason) {
      this(reason, "");
    }

    @Override
    public Verb verb() {
      return Verb.HOLD;
    }

    /** Whether the owner gets a mail about it; otherwise it stands in the report only. */
    public boolean ownerHears() {
      return switch (reason) {
        case WRONG_KEY_OFF, STILL_IN_USE, NEVER_FETCHED -> true;
        default -> false;
      };
    }
  }
}
