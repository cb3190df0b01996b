package dev.keyturn.run;

import dev.keyturn.policy.AccessKey;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.KeyId;
import dev.keyturn.policy.Owner;
import dev.keyturn.policy.UserName;
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
