package dev.keyturn.event;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision;
import java.util.List;

/** What a report says of one user: the decision and what came of it. */
public record Row(
    UserName user, Owner owner, List<AccessKey> keys, Decision.Due decision, Outcome outcome) {
  public Row {
    keys = List.copyOf(keys);
  }

  /** What came of a decision. */
  public sealed interface Outcome {
    record Planned() implements Outcome {}

    /** Not begun, and why; the next run takes it up. */
    record Left(String why) implements Outcome {}

    record Done() implements Outcome {}

    /** Done, and this key was made or handed over. */
    record Rotated(KeyId newKey) implements Outcome {}

    /** Not done, or not to the end; a later run goes on from there. */
    record Failed(String error) implements Outcome {}
  }
}
