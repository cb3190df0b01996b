package dev.keyturn.event;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Exposure;
import dev.keyturn.policy.Remark;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One user in a report: the decision and its outcome.
 *
 * @param exposure whether a key of the user may be in other hands
 */
public record Row(
    UserName user,
    Owner owner,
    List<AccessKey> keys,
    Decision.Due decision,
    Outcome outcome,
    List<Remark> remarks,
    Optional<Exposure> exposure) {
  /** Users with exposed keys first, then by name. */
  public static final Comparator<Row> ORDER =
      Comparator.comparing((Row row) -> row.exposure().isEmpty()).thenComparing(Row::user);

  public Row {
    keys = List.copyOf(keys);
    remarks = List.copyOf(remarks);
  }

  /** A row without remarks or exposure. */
  public Row(
      UserName user, Owner owner, List<AccessKey> keys, Decision.Due decision, Outcome outcome) {
    this(user, owner, keys, decision, outcome, List.of(), Optional.empty());
  }

  /** The same row with these remarks. */
  public Row with(List<Remark> others) {
    return new Row(user, owner, keys, decision, outcome, others, exposure);
  }

  /** The same row of a user with a key that may be in other hands. */
  public Row exposed(Exposure found) {
    return new Row(user, owner, keys, decision, outcome, remarks, Optional.of(found));
  }

  /** The outcome of a decision. */
  public sealed interface Outcome {
    record Planned() implements Outcome {}

    /** Deferred to the next run, with the reason. */
    record Deferred(String why, List<Remark> remarks) implements Outcome {
      public Deferred {
        remarks = List.copyOf(remarks);
      }

      public Deferred(String why) {
        this(why, List.of());
      }
    }

    record Done() implements Outcome {}

    /**
     * Done; this key was created or delivered.
     *
     * @param oldKeyOff whether the old key was deactivated as well, because it is compromised
     */
    record Rotated(KeyId newKey, boolean oldKeyOff) implements Outcome {
      public Rotated(KeyId newKey) {
        this(newKey, false);
      }
    }

    /**
     * Not done, or incomplete; a later run resumes it.
     *
     * @param newKey the key that was created and remains
     * @param mail whether the owner's mail is what could not be sent
     */
    record Failed(String error, Optional<KeyId> newKey, boolean mail) implements Outcome {
      public Failed(String error) {
        this(error, Optional.empty(), false);
      }
    }
  }
}
