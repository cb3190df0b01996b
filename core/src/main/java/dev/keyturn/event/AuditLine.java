package dev.keyturn.event;

import dev.keyturn.facts.UserName;
import java.time.Instant;

/**
 * One line of the audit trail: who did what to whom, why, and what came of it. Never a secret.
 *
 * @param time by AWS's clock
 * @param installation the name of it
 * @param run the run's id
 * @param actor the ARN whose credentials were used
 * @param user to whom
 * @param effect what
 * @param key the id of the access key in question, or empty
 * @param object what else it is about: the record, the object, the address; may be empty
 * @param reason why: a {@link dev.keyturn.policy.Reason}, or the administrator's command
 * @param result what came of it
 */
public record AuditLine(
    Instant time,
    String installation,
    String run,
    String actor,
    UserName user,
    Effect effect,
    String key,
    String object,
    String reason,
    Result result) {

  /** What came of an effect. */
  public sealed interface Result {
    /** It is about to be tried. */
    record Begun() implements Result {}

    record Done() implements Result {}

    /** An earlier run had done it, and was cut off before it could say so. */
    record Found() implements Result {}

    /** It failed, or may have. */
    record Failed(String error) implements Result {}
  }
}
